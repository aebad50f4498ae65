"""The pages in a real browser: accessible, by keyboard alone, without scripts, on paper."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

import pytest
from web_site import HOSTILE_ID

import diplosearch
from diplosearch import Index
from diplosearch.web.server import Address, serve_in_background

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

SEARCH = "?" + urlencode({"q": "ceasefire"})
PAGES = (
    "",
    SEARCH,
    "?" + urlencode({"q": "wang", "entity": "country:CN", "since": "2025"}),
    "document/wang-1?q=ceasefire",
    "document?" + urlencode({"id": HOSTILE_ID}),
    "entity/country:CN",
    "entities?kind=person",
    "timeline?by=year",
    "about",
    "nothing",
)

Open = Callable[..., "Page"]

_WHOLE: dict[str, Any] = {"resultTypes": ["violations"]}
_COLOURS = {**_WHOLE, "runOnly": ["color-contrast", "link-in-text-block"]}
_SCHEMES: tuple[tuple[Literal["light", "dark"], dict[str, Any]], ...] = (
    ("light", _WHOLE),
    ("dark", _COLOURS),
)
"""In the dark only what depends on colours is looked at again."""


def refuse(why: str) -> None:
    """Skip for want of a browser; fail where there has to be one."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser of the machine, without a screen."""
    path = shutil.which("chromium")
    if path is None:
        refuse("no chromium here: apt-get install chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        refuse("no playwright here: pip install 'diplosearch[dev]'")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(news: Index) -> Iterator[str]:
    """The URL of the pages of ``news``."""
    with serve_in_background(news) as url:
        yield url


@pytest.fixture
def show(browser: Browser, site: str) -> Iterator[Open]:
    """A function that opens a page; what goes wrong in it fails the test."""
    problems: list[str] = []
    contexts = []

    def open_page(address: str, *, base: str = site, **options: Any) -> Page:
        options = {"viewport": {"width": 1200, "height": 900}, "locale": "en"} | options
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("dialog", lambda dialog: problems.append(dialog.message))
        page.on("request", lambda asked: check(asked.url, base))
        page.on("console", lambda said: note(said.type, said.text))
        page.goto(base + address)
        return page

    def check(url: str, base: str) -> None:
        if not url.startswith(base):
            problems.append(f"asked for {url}")

    def note(type: str, text: str) -> None:
        if type in ("error", "warning") and not text.startswith("Failed to load"):
            problems.append(text)

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


@pytest.mark.parametrize("address", PAGES)
def test_nothing_serious_is_inaccessible(show: Open, address: str) -> None:
    """axe finds nothing serious in a page, light or dark."""
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        refuse("no axe here: pip install 'diplosearch[dev]'")
    axe = Axe()
    page = show(address)
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    for scheme, options in _SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found = axe.run(page, options=options).response["violations"]
        serious = [
            (one["id"], one["nodes"][0]["html"])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        assert serious == []


@pytest.mark.parametrize("locale", ["en", "tr"])
def test_pages_fit_a_telephone(show: Open, locale: str) -> None:
    """At 360 pixels nothing sticks out of any page."""
    page = show("", locale=locale, viewport={"width": 360, "height": 740})
    for address in PAGES:
        page.goto(page.evaluate("location.origin") + "/" + address)
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
        out = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert out <= 0, address


def test_the_keyboard_is_enough(show: Open) -> None:
    """A search is typed, completed and sent, and a passage opened, by keys alone."""
    page = show("")
    page.keyboard.press("/")
    page.keyboard.type("bayram")
    page.wait_for_selector('[role="option"]')
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#q", "aria-activedescendant") == "suggestion-0"
    page.keyboard.press("Enter")
    assert page.input_value("#q").strip().lower().startswith(("bayramov", "ceyhun"))
    page.keyboard.press("Enter")
    page.wait_for_selector(".hit")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.className") == "heading"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/document/wang-1" in page.url
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#p0') !== null")


def test_keys_turn_pages_and_leave_letters_alone(show: Open) -> None:
    """``n`` and ``p`` turn pages; in the box they are letters."""
    page = show("?q=minister")
    for key, number in (("n", "page=2"), ("p", "")):
        with page.expect_navigation():
            page.keyboard.press(key)
        assert number in page.url
    assert "page=2" not in page.url
    page.focus("#q")
    page.keyboard.press("End")
    page.keyboard.type("njp/")
    assert page.input_value("#q") == "ministernjp/"


def test_completion_takes_the_last_word(show: Open) -> None:
    """A suggestion replaces what was typed of it, behind the words before."""
    page = show("")
    page.fill("#q", "ceasefire 🇹🇷 ")
    page.focus("#q")
    page.keyboard.press("End")
    page.keyboard.type("country:azer")
    page.wait_for_selector('[role="option"]')
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert page.input_value("#q").strip() == "ceasefire 🇹🇷 country:Azerbaijan"
    page.keyboard.type("an")
    page.wait_for_selector('[role="option"]')
    page.keyboard.press("Escape")
    assert page.get_attribute("#q", "aria-expanded") == "false"


def test_no_script_is_needed(show: Open) -> None:
    """Without scripts one searches, filters, drops a filter, turns pages and opens."""
    page = show("", java_script_enabled=False)
    page.fill("#q", "wang")
    page.click("button[type=submit]")
    page.click("aside >> text=Azerbaijan")
    assert "entity=country%3AAZ" in page.url
    page.select_option("select[name=lang]", "en")
    page.click("button[type=submit]")
    assert "entity=country%3AAZ" in page.url
    assert "lang=en" in page.url
    page.click(".chips a >> nth=0")
    assert "entity" not in page.url
    page.click(".hit .heading >> nth=0")
    assert "/document/" in page.url
    page.click("text=Back to the search")
    assert "q=wang" in page.url


def test_names_and_dates_lead_on(show: Open) -> None:
    """A name leads to its page, a bar of its timeline to the passages of that time."""
    page = show(SEARCH)
    page.click(".hit .names >> text=Wang Yi >> nth=0")
    page.wait_for_selector("svg.network")
    assert page.inner_text("h1") == "Wang Yi"
    page.click("svg.chart a >> nth=0")
    page.wait_for_selector(".chips")
    assert "entity=person%3Awang-yi" in page.url
    assert "since=20" in page.url


def test_paper_shows_all_words(show: Open, tmp_path: Path) -> None:
    """A printed document holds every word of its passages, and no menus."""
    page = show("document/wang-1?q=ceasefire")
    shown = page.inner_text(".text")
    page.emulate_media(media="print")
    assert page.inner_text(".text") == shown
    assert not page.is_visible("nav")
    assert not page.is_visible(".saves")
    page.pdf(path=tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").stat().st_size > 1000


def test_hostile_documents_do_nothing(show: Open) -> None:
    """Markup in a document runs nothing, loads nothing and leads nowhere."""
    for address in (SEARCH, "document?" + urlencode({"id": HOSTILE_ID, "q": "more"})):
        page = show(address)
        assert page.query_selector("main img, main script, [onerror]") is None
    assert "<script>alert('text')</script>" in page.inner_text(".text")


def test_the_token_lets_a_browser_in(show: Open, news: Index) -> None:
    """A browser is asked for the token once, under the prefix of a proxy as well."""
    address = Address(port=0, token="a long secret", prefix="/news")
    with serve_in_background(news, address) as url:
        page = show("about", base=url.replace("/news/", "/"))
        page.goto(url)
        page.fill("#token", "a long secret")
        page.keyboard.press("Enter")
        page.wait_for_selector("#q")
        assert page.goto(f"{url}about").status == 200  # type: ignore[union-attr]


def test_tasks_of_an_analyst(
    show: Open, seeds: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What China's minister said, with whom he appears, when, in full, saved: 5 clicks."""
    folder = tmp_path_factory.mktemp("analyst") / "index"
    with diplosearch.rebuild(seeds, folder) as index, serve_in_background(index) as url:
        page = show("", base=url)
        page.fill("#q", "Çin Dışişleri Bakanı Azerbaycan")
        page.keyboard.press("Enter")
        page.wait_for_selector(".hit")
        assert "Wang Yi" in page.inner_text(".hit >> nth=0")
        page.click(".hit .names >> text=Wang Yi >> nth=0")  # with whom, and when
        page.wait_for_selector("svg.network")
        assert "Ceyhun Bayramov" in page.inner_text(".with")
        assert "2026-01-29" in page.inner_text(".facts >> nth=0")
        page.click(".hit .heading >> nth=0")  # one whole document
        page.wait_for_selector(".text")
        with page.expect_download() as download:
            page.click(".saves >> text=TXT")
        assert "Wang Yi" in download.value.path().read_text(encoding="utf-8")
