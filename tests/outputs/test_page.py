"""The frame of the pages: the script is known by its hash, the colours can be read by everybody."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from itertools import product

import pytest
from pages_read import colours_of

from quotekit.outputs.page import page
from quotekit.outputs.places import N_COLOURS, Cast, Role

SOURCE = "".join(page("T", [], Cast((Role(1, "a", "A"), Role(10, "b", "B"), Role(0, "", "?")))))
STYLE = SOURCE.split("<style>")[1].split("</style>")[0]
LIGHT, DARK = colours_of(STYLE)
SPEAKERS = [f"c{n}" for n in range(N_COLOURS + 1)]
TEXT_AA, LINE_AA = 4.5, 3.0


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(colour: str, paper: str, share: float) -> str:
    """What color-mix gives in sRGB."""
    pairs = [(int(colour[at : at + 2], 16), int(paper[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def test_contrast_is_that_of_the_standard() -> None:
    # Worked examples of WebAIM's checker: #777 on white just fails AA, black on white is the most there is.
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_every_colour_is_given_for_light_and_dark() -> None:
    assert {
        *SPEAKERS,
        "paper",
        "shade",
        "ink",
        "faint",
        "link",
        "mark",
        "alarm",
        "alarm-shade",
    } <= LIGHT.keys()
    assert len(re.findall(r"#[0-9a-f]{3,6}\b(?!0)", STYLE)) == 2 * len(LIGHT), "a colour stands elsewhere"


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_has_the_contrast_of_wcag_aa_on_every_ground(colours: dict[str, str]) -> None:
    grounds = ["paper", "shade"]
    pairs = list(product(["ink", "faint", "link", "alarm", *SPEAKERS], grounds))
    pairs += [("ink", "mark"), ("faint", "mark"), ("ink", "alarm-shade"), ("alarm", "alarm-shade")]
    pairs += [("faint", "alarm-shade"), ("link", "alarm-shade")]
    pairs += [("paper", one) for one in SPEAKERS]  # a label that a link led to
    poor = {pair: contrast(*(colours[name] for name in pair)) for pair in pairs}
    assert {pair: found for pair, found in poor.items() if found < TEXT_AA} == {}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_has_that_contrast_on_the_ground_of_every_speaker(colours: dict[str, str]) -> None:
    share = int(re.findall(r"color-mix\(in srgb, var\(--s\) (\d+)%", STYLE)[0]) / 100
    assert share == 0.15
    poor = {
        (text, speaker): found
        for text, speaker in product(["ink", "faint", "link"], SPEAKERS)
        if (found := contrast(colours[text], mixed(colours[speaker], colours["paper"], share))) < TEXT_AA
    }
    assert poor == {}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_line_under_a_quote_can_be_told_from_the_paper(colours: dict[str, str]) -> None:
    poor = [one for one in SPEAKERS if contrast(colours[one], colours["paper"]) < LINE_AA]
    assert poor == []


def test_the_policy_names_the_script_of_the_page() -> None:
    script = SOURCE.split("<script>")[1].split("</script>")[0]
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in SOURCE


def test_a_speaker_beyond_the_last_colour_has_the_first_again() -> None:
    assert "--of1:var(--c1);--s1:var(--of1);" in STYLE
    assert "--of10:var(--c2);--s10:var(--of10);" in STYLE
    assert "--of0:var(--c0);" in STYLE
