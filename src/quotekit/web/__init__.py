"""The server: quotes, speakers and statements as pages and as a JSON API. Needs the extra ``web``."""
