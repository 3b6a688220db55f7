"""Speed and scaling of the installed package, measured on this machine."""
