"""One's own network drawn (NET-5): what it costs at 5,000 people with some 91,000 ties among them, and how it moves.

Frames are counted in Chromium without a graphics card, while script zooms and drags the picture.
"""

from __future__ import annotations

import django

django.setup()

import os  # noqa: E402 (the apps have to be ready first)
import time  # noqa: E402
from concurrent.futures import ThreadPoolExecutor  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import numpy as np  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from playwright.sync_api import Route, sync_playwright  # noqa: E402

from benchmarks import graph_filled  # noqa: E402
from benchmarks.graph_made import Made  # noqa: E402
from benchmarks.measure import cost, write  # noqa: E402
from rapport.kernel.clock import now  # noqa: E402
from rapport.people.accounts.models import Account  # noqa: E402
from rapport.people.audience import Viewer  # noqa: E402
from rapport.people.ties import neighbourhood  # noqa: E402
from rapport.people.ties.models import Network  # noqa: E402
from rapport.projections.graph import actions as graph  # noqa: E402
from rapport.projections.graph import queries as graphs  # noqa: E402
from rapport.projections.graph.store import Writer  # noqa: E402
from rapport.projections.picture import queries  # noqa: E402
from rapport.projections.picture.rules.clusters import bridges, clusters  # noqa: E402
from rapport.projections.picture.rules.layout import layout  # noqa: E402

PEOPLE = int(os.environ.get("BENCH_MEMBERS") or 5_000)
TIES_EACH = 18.2
CIRCLE = 130
ASTRAY = 0.08
TIMES = 5
SECONDS = 3
CHROMIUM = os.environ.get("RAPPORT_TEST_CHROMIUM", "/usr/bin/chromium")

FRAMES = """([how, seconds]) => new Promise((done) => {
    const svg = document.querySelector(".picture svg"), area = svg.getBoundingClientRect();
    const point = (turn) => ({
        clientX: area.x + area.width * (0.5 + 0.2 * Math.cos(turn / 9)),
        clientY: area.y + area.height * (0.5 + 0.2 * Math.sin(turn / 9)), buttons: 1, bubbles: true, cancelable: true,
    });
    const began = performance.now(), gaps = [];
    let turn = 0, last = began;
    if (how === "drag") svg.dispatchEvent(new PointerEvent("pointerdown", point(0)));
    const frame = (at) => {
        gaps.push(at - last);
        last = at;
        turn += 1;
        if (how === "drag") svg.dispatchEvent(new PointerEvent("pointermove", point(turn)));
        if (how === "name") svg.dispatchEvent(new PointerEvent("pointermove", { ...point(turn), buttons: 0 }));
        if (how === "zoom") svg.dispatchEvent(
            new WheelEvent("wheel", { ...point(turn), ctrlKey: true, deltaY: turn % 40 < 20 ? -1 : 1 }));
        if (at - began < seconds * 1000) requestAnimationFrame(frame);
        else {
            if (how === "drag") dispatchEvent(new PointerEvent("pointerup", {}));
            gaps.sort((one, two) => one - two);
            done({ frames_a_second: Math.round(gaps.length / (at - began) * 1000),
                slowest_of_a_hundred_ms: Math.round(gaps[Math.floor(gaps.length * 0.99)]) });
        }
    };
    requestAnimationFrame(frame);
})"""


def made(people: int) -> Made:
    """One who knows everybody, and circles in which people know one another; a few ties lead elsewhere."""
    rng = np.random.default_rng(5)
    count = int(people * TIES_EACH * 1.25)
    one = rng.integers(1, people + 1, count)
    near = (one - 1) // CIRCLE * CIRCLE + 1 + rng.integers(0, CIRCLE, count)
    two = np.where(rng.random(count) < ASTRAY, rng.integers(1, people + 1, count), np.minimum(near, people))
    pairs = np.unique(np.stack([np.minimum(one, two), np.maximum(one, two)])[:, one != two], axis=1)
    pairs = pairs[:, rng.permutation(pairs.shape[1])[: int(people * TIES_EACH)]]
    own = np.stack([np.zeros(people, dtype=np.int64), np.arange(1, people + 1)])
    low, high = np.concatenate([own, pairs], axis=1)
    nobody = np.empty(0, dtype=np.int64)
    return Made(people + 1, low, high, {people: 0}, nobody, (nobody, nobody))


def main() -> None:
    """Fill, build, draw, move."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    settings.ALLOWED_HOSTS = ["*"]
    network = made(PEOPLE)
    graph_filled.fill(network)
    Network.objects.bulk_create(
        (Network(actor_id=one + 1) for one in range(network.members)), batch_size=2_000
    )
    writer = Writer(settings.GRAPH_DIR)
    graph.rebuild(writer, lambda _: None)
    writer.close()
    neighbourhood.install(graphs.install(settings.GRAPH_DIR))
    account = Account.objects.create(
        email="viewer@example.org", actor_id=1, joined_at=now(), approved_at=now()
    )
    client = Client()
    client.force_login(account, "rapport.people.accounts.backend.Backend")
    figures = {"people": PEOPLE, "ties": len(network.low) - PEOPLE, **_drawn(client), **_moved(client)}
    write("picture", figures)


def _drawn(client: Client) -> dict[str, Any]:
    """What the picture takes as a whole and by its parts, and what is sent."""
    viewer = Viewer(1)
    found = queries.picture(viewer)
    people = range(len(found.people))
    return {
        "circles": len(found.names),
        "whole": cost(lambda _: queries.picture(viewer), times=TIMES, warm=1),
        "ties among them": cost(lambda _: graphs.current().among(1), times=TIMES, warm=1),
        "circles found": cost(lambda _: clusters(len(people), found.pairs), times=TIMES, warm=1),
        "bridges": cost(lambda _: bridges(found.labels, found.pairs), times=TIMES, warm=1),
        "places": cost(lambda _: layout(found.labels, found.pairs), times=TIMES, warm=1),
        "page": cost(lambda _: client.get("/network/picture"), times=TIMES, warm=1),
        "page_bytes": len(client.get("/network/picture").content),
        "for_script_bytes": len(client.get("/network/picture/people").content),
    }


def _moved(client: Client) -> dict[str, Any]:
    """Frames a second in a browser; nothing where there is none."""
    if not Path(CHROMIUM).exists():
        return {}
    with ThreadPoolExecutor(1) as site, sync_playwright() as playwright:  # Django's own thread: no event loop

        def answer(route: Route) -> None:
            path = "/" + route.request.url.split("/", 3)[3]
            got = site.submit(_fetched, client, path).result()
            route.fulfill(status=got[0], headers=got[1], body=got[2])

        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.route("**/*", answer)
        began = time.perf_counter()
        page.goto("http://testserver/network/picture")
        page.wait_for_selector(".picture.answers")
        found: dict[str, Any] = {"answers_after_s": round(time.perf_counter() - began, 2)}
        found["no change"] = page.evaluate(FRAMES, ["nothing", 1])
        found["naming people"] = page.evaluate(FRAMES, ["name", SECONDS])
        found["zooming"] = page.evaluate(FRAMES, ["zoom", SECONDS])
        page.locator("[data-zoom=all]").click()
        for _ in range(2):
            page.locator("[data-zoom=in]").click()
        found["dragging"] = page.evaluate(FRAMES, ["drag", SECONDS])
        browser.close()
    return found


def _fetched(client: Client, path: str) -> tuple[int, dict[str, str], bytes]:
    got = client.get(path)
    body = b"".join(got.streaming_content) if got.streaming else got.content  # type: ignore[attr-defined]
    return got.status_code, dict(got.headers), body


if __name__ == "__main__":
    main()
