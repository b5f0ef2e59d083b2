/* The page in a real browser, against a real house.
 *
 *   MOVIE_HOUSE_URL or MOVIE_HOUSE_SOCKET   where the house is
 *   MOVIE_HOUSE_UPLOAD   a film to upload through the page first
 *   MOVIE_HOUSE_LOGIN, MOVIE_HOUSE_PASSWORD   who may upload
 *   MOVIE_HOUSE_FILM     the title of a film to watch (the uploaded one)
 *   MOVIE_HOUSE_BROKEN   a file that is no film: it must end in words
 *   MOVIE_HOUSE_REFUSED  a large file of a name that is refused at once
 *   MOVIE_HOUSE_SUBTITLES  what is added to it: from 5 s on they bid good evening
 *   MOVIE_HOUSE_SHOTS    a folder for pictures of the page
 *   CHROMIUM             the browser, if it is not /usr/bin/chromium
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openBrowser, openHouse } from "./house.js";

const {
	MOVIE_HOUSE_UPLOAD: upload, MOVIE_HOUSE_BROKEN: broken,
	MOVIE_HOUSE_REFUSED: refused, MOVIE_HOUSE_SHOTS: shots,
	MOVIE_HOUSE_SUBTITLES: subtitles,
	MOVIE_HOUSE_LOGIN: login, MOVIE_HOUSE_PASSWORD: password,
} = process.env;
const SOON = { timeout: 20000 };
const PREPARED = { timeout: 180000 };
const WIDTHS = [390, 1024, 1440];
const WORST = ["serious", "critical"];

const titleOf = (path) => basename(path).replace(/\.[^.]*$/, "").replace(/[._\s]+/g, " ");
const film = process.env.MOVIE_HOUSE_FILM ?? (upload && titleOf(upload));

let house, browser, page, axe;

before(async () => {
	house = await openHouse(process.env);
	browser = await openBrowser(house.url);
	page = browser.page;
	axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});

after(async () => {
	await browser?.close();
	house?.close();
});

const card = (title) => page.locator(".card").filter({
	has: page.getByRole("heading", { name: title, exact: true }) });

const stateOf = (title) => card(title).locator(".state");

/* Waits until what(video, argument), asked in the page, holds. */
async function untilVideo(what, argument) {
	const end = Date.now() + SOON.timeout;
	const video = page.locator("video");
	while (!await video.evaluate(what, argument)) {
		assert.ok(Date.now() < end, `the video never came to ${what}`);
		await sleep(100);
	}
}

async function assertAccessible() {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => window.axe.run());
	const grave = violations.filter(({ impact }) => WORST.includes(impact));
	assert.deepEqual(grave.map(({ id, nodes }) => [id, nodes[0].html]), []);
}

async function takePictures(name) {
	const size = page.viewportSize();
	for (const width of WIDTHS) {
		await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
		const overhang = await page.evaluate(
			() => document.documentElement.scrollWidth - innerWidth);
		assert.ok(overhang <= 0, `${name} is ${overhang} px too wide at ${width}`);
		if (shots)
			await page.screenshot({ path: join(shots, `${name}-${width}.png`) });
	}
	await page.setViewportSize(size);
}

test("the page comes with a policy against foreign and inline code", async () => {
	const answer = await page.goto(house.url);
	const policy = answer.headers()["content-security-policy"] ?? "";
	assert.match(policy, /default-src 'self'/);
	assert.match(policy, /object-src 'none'/);
	assert.doesNotMatch(policy, /unsafe/);
	await page.locator("#house[aria-busy=false]").waitFor(SOON);
	assert.equal(await page.locator("#notice").isVisible(), false);
});

test("a film uploaded on the page becomes ready by itself", { skip: !upload }, async () => {
	await page.getByLabel("Upload a film").setInputFiles(upload);
	await page.getByRole("heading", { name: "Sign in" }).waitFor(SOON);
	await assertAccessible();
	await takePictures("sign-in");
	await page.getByLabel("Login").fill(login);
	await page.getByLabel("Password").fill(password);
	await page.keyboard.press("Enter");
	await page.locator("#sign-in").waitFor({ state: "hidden", ...SOON });
	await card(film).waitFor(SOON);
	await page.locator("#uploads").waitFor({ state: "hidden", ...SOON });
	await stateOf(film).filter({ hasText: /^Ready$/ }).waitFor(PREPARED);
});

test("a file that is no film ends with a reason in words", { skip: !broken }, async () => {
	const title = titleOf(broken);
	await page.getByLabel("Upload a film").setInputFiles(broken);
	await page.locator(".card[data-status=ERROR]").and(card(title)).waitFor(PREPARED);
	assert.match(await stateOf(title).innerText(), /^[A-Z].{10,} Trying again would not help\.$/);
	assert.ok(await card(title).getByRole("button", { name: "Try again" }).isHidden());
});

test("the film is on the wall, at every width, for everybody", async () => {
	await card(film).waitFor(SOON);
	assert.match(await stateOf(film).innerText(), /^Ready/);
	await assertAccessible();
	await takePictures("list");
});

test("a refresh keeps the cards and the focus", async () => {
	const link = card(film).getByRole("link");
	await link.focus();
	const before = await link.elementHandle();
	await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
	await page.waitForResponse((answer) => answer.url().includes("/media-files?"), SOON);
	assert.ok(await before.evaluate((node) => node.isConnected
		&& node === document.activeElement));
});

test("the film plays by keyboard alone", async () => {
	await card(film).getByRole("link").focus();
	await page.keyboard.press("Enter");
	await untilVideo((video) => video.currentTime > 1 && !video.paused);
	assert.match(page.url(), /#\/media\/[^/]+$/);
	assert.equal(await page.title(), `${film} · Movie House`);
	assert.equal(await page.locator(".curtain").isVisible(), false);
});

test("the film can be sought in both directions", async () => {
	const target = await page.evaluate(() => {
		const video = document.querySelector("video");
		video.currentTime = video.duration * 0.6;
		return video.currentTime;
	});
	await untilVideo((video, from) => video.currentTime > from + 0.5, target);
	await page.evaluate(() => { document.querySelector("video").currentTime = 0.5; });
	await untilVideo((video) => video.currentTime > 1 && video.currentTime < 4);
});

test("the quality menu changes the picture", async () => {
	const menu = page.getByLabel("Quality");
	const values = await menu.locator("option").evaluateAll(
		(options) => options.map((option) => option.value));
	assert.ok(values.length >= 3, `only ${values.length - 1} qualities are offered`);
	await menu.selectOption(values[1]);
	await untilVideo((video) => video.videoWidth > 0 && !video.seeking);
	await sleep(1500);
	const widest = await page.evaluate(() => document.querySelector("video").videoWidth);
	await menu.selectOption(values.at(-1));
	await untilVideo((video, width) => video.videoWidth < width, widest);
	const at = await page.evaluate(() => document.querySelector("video").currentTime);
	await untilVideo((video, from) => video.currentTime > from + 0.5 || video.ended, at);
	await menu.selectOption(values[0]);
	await untilVideo((video, width) => video.videoWidth >= width || video.ended, widest);
});

test("subtitles that are added are offered", { skip: !subtitles }, async () => {
	await page.getByRole("link", { name: "All films" }).click();
	const link = card(film).getByRole("link");
	const id = decodeURIComponent((await link.getAttribute("href")).split("/").at(-1));
	await page.evaluate(async ([id, text]) => {
		const answer = await fetch(`/api/v1/media-files/${id}/subtitles?language=en&label=English`,
			{ method: "POST", body: text,
				headers: { "Content-Type": "text/plain", "X-MH-Request": "1" } });
		if (answer.status !== 201)
			throw new Error(await answer.text());
		for (;;) {
			const playback = await (await fetch(`/api/v1/media-files/${id}/playback`)).json();
			if (playback.subtitles.length > 0)
				return;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}, [id, await readFile(subtitles, "utf8")]);
	await link.click();
	await untilVideo((video) => video.readyState >= 2);
	await page.getByLabel("Subtitles").waitFor(SOON);
});

test("subtitles can be shown", async (context) => {
	const menu = page.getByLabel("Subtitles");
	if (!await menu.isVisible())
		return context.skip("this film has none");
	await menu.selectOption({ index: 1 });
	await untilVideo((video) => [...video.textTracks].some(
		(track) => track.mode === "showing" && track.cues?.length > 0));
	if (subtitles) {
		await page.evaluate(() => { document.querySelector("video").currentTime = 6; });
		await untilVideo((video) => [...video.textTracks].some((track) =>
			track.mode === "showing" && track.label === "English"
			&& track.activeCues?.[0]?.getCueAsHTML().textContent
				=== "Good evening & welcome.\nMind the step."));
		assert.equal(await page.evaluate(() => [...document.querySelector("video").textTracks]
			.find((track) => track.mode === "showing").activeCues[0].startTime), 5);
	}
	await menu.selectOption({ index: 0 });
	await untilVideo((video) => [...video.textTracks].every(
		(track) => track.mode !== "showing"));
});

test("the screen fits every width and serves everybody", async () => {
	await assertAccessible();
	await takePictures("watch");
});

test("a reload comes back to the film and its place", async () => {
	await page.evaluate(() => { document.querySelector("video").currentTime = 3; });
	await untilVideo((video) => !video.seeking);
	await page.reload();
	await untilVideo((video) => video.readyState >= 2 && video.currentTime >= 3);
	assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), film);
});

test("all films are one step back", async () => {
	await page.getByRole("link", { name: "All films" }).click();
	await card(film).waitFor(SOON);
	assert.equal(await page.locator("video").isVisible(), false);
});

test("nothing was blocked, no other host was asked, the console is clean", () => {
	assert.deepEqual(browser.troubles, []);
});

test("what is not there is said in a sentence", async () => {
	await page.goto(`${house.url}#/media/00000000-0000-7000-8000-000000000000`);
	const said = page.locator(".curtain .said");
	await said.filter({ hasNotText: "…" }).waitFor(SOON);
	assert.match(await said.innerText(), /^[A-Z].*\.$/);
});

test("an address that cannot be read leads to the list", async () => {
	await page.goto(`${house.url}#/media/%`);
	await page.reload();
	await page.locator("#house[aria-busy=false]").waitFor(SOON);
	await card(film).waitFor(SOON);
	assert.equal(await page.locator("#watch").isVisible(), false);
});

test("an upload that is refused says why, while its bytes are on their way",
	{ skip: !refused }, async () => {
		const said = page.locator("#uploads .state");
		for (let i = 0; i < 5; i++) {
			await page.getByLabel("Upload a film").setInputFiles(refused);
			await page.locator("#uploads [data-status=ERROR]").waitFor(SOON);
			assert.match(await said.innerText(), /extension of a film/);
			await page.locator("#uploads").getByRole("button", { name: "Close" }).click();
		}
	});
