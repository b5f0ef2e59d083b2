/* The page in a real browser, against a real house.
 *
 *   MOVIE_HOUSE_URL or MOVIE_HOUSE_SOCKET   where the house is
 *   MOVIE_HOUSE_ACCOUNTS   "viewer:password editor:password admin:password "
 *   MOVIE_HOUSE_FILM       a film of more than 16 MiB with two sound tracks,
 *                          by the name The.Long.Night.1962…
 *   MOVIE_HOUSE_SHORT      a film of a few seconds
 *   MOVIE_HOUSE_BROKEN     a file that is no film: it must end in words
 *   MOVIE_HOUSE_SHOTS      a folder for pictures of every room
 *   CHROMIUM               the browser, if it is not /usr/bin/chromium
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openBrowser, openHouse } from "./house.js";

const {
	MOVIE_HOUSE_FILM: film, MOVIE_HOUSE_SHORT: short,
	MOVIE_HOUSE_BROKEN: broken, MOVIE_HOUSE_SHOTS: shots,
	MOVIE_HOUSE_ACCOUNTS: accounts = "",
} = process.env;
const SOON = { timeout: 20000 };
const PREPARED = { timeout: 180000 };
const WIDTHS = [390, 1024, 1440];
const WORST = ["serious", "critical"];
const CHUNK = 8 * 1024 * 1024;

const passwords = new Map(accounts.trim().split(" ").map((pair) => pair.split(":")));

let house, browser, page, axe;

before(async () => {
	house = await openHouse(process.env);
	browser = await openBrowser(house.url);
	page = browser.page;
	page.setDefaultTimeout(SOON.timeout);
	axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});

after(async () => {
	await browser?.close();
	house?.close();
});

const button = (name, root = page) => root.getByRole("button", { name, exact: true });
const link = (name, root = page) => root.getByRole("link", { name });
const dialog = () => page.getByRole("dialog");
const said = (words) => page.getByText(words);

/* A room by its address, as if it had been typed. */
async function enter(path) {
	await page.goto("about:blank");
	await page.goto(`${house.url}#${path}`);
}

/* What the page's own code would ask, in its session. */
const ask = (path, method = "GET", json = undefined) => page.evaluate(
	async ([where, how, what]) => {
		const { ask: send } = await import("/app/core/api.js");
		return send(where, { method: how, json: what });
	}, [path, method, json]);

async function fillSignIn(role, password) {
	await dialog().getByLabel("Login").fill(role);
	await dialog().getByLabel("Password").fill(password);
	await page.keyboard.press("Enter");
}

/* Quickly, without the form. */
async function become(role) {
	await page.context().clearCookies();
	await page.goto(house.url);
	await ask("/session", "POST", { login: role, password: passwords.get(role) });
	await enter("/");
}

/* Waits until what(video, argument), asked in the page, holds. */
async function untilVideo(what, argument) {
	const end = Date.now() + SOON.timeout;
	const video = page.locator("video");
	while (!await video.evaluate(what, argument)) {
		assert.ok(Date.now() < end, `the video never came to ${what}`);
		await sleep(100);
	}
}

const videoNow = (what) => page.locator("video").evaluate(what);

const untilPlaying = (from = 0) => untilVideo(
	(video, place) => !video.paused && video.currentTime > place + 0.5, from);

async function assertAccessible(name) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => window.axe.run());
	const grave = violations.filter(({ impact }) => WORST.includes(impact));
	assert.deepEqual(grave.map(({ id, nodes }) => [name, id, nodes[0].html]), []);
}

/* Nothing sticks out at any width, and axe finds no serious fault. */
async function look(name) {
	const size = page.viewportSize();
	await assertAccessible(name);
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
	await said("The screen is dark.").waitFor();
	await look("empty");
});

test("a visitor is asked to sign in, and a wrong password is said in words", async () => {
	await enter("/upload");
	await dialog().waitFor();
	await look("sign-in");
	await fillSignIn("editor", "not the password");
	const wrong = dialog().getByRole("alert");
	await wrong.filter({ hasText: /\w/ }).waitFor();
	assert.match(await wrong.innerText(), /^[A-Z].*\.$/);
	await fillSignIn("editor", passwords.get("editor"));
	await said("Drop films here").waitFor();
	assert.equal(await link("Queue").isVisible(), true);
	assert.equal(await link("People").isVisible(), false);
});

const pick = (path) => page.locator("input[type=file]").setInputFiles(path);

/* The network fails after the first request that brings bytes. */
async function breakNetwork() {
	let sent = 0;
	await page.route("**/uploads/tus/*", (route) => {
		const isPatch = route.request().method() === "PATCH";
		return !isPatch || sent++ === 0 ? route.continue()
			: route.abort("internetdisconnected");
	});
}

test("an upload that was cut goes on after a reload, at what the house has", async () => {
	await breakNetwork();
	await pick(film);
	await said("It goes on by itself.").waitFor();
	page.once("dialog", (question) => question.accept());
	await page.reload();
	await page.unroute("**/uploads/tus/*");
	await said("Pick the same file to go on.").waitFor();
	await look("upload-unfinished");
	const goesOn = page.waitForRequest((request) => request.method() === "PATCH");
	await pick(film);
	const offset = Number((await goesOn).headers()["upload-offset"]);
	assert.ok(offset >= CHUNK, `it went on at ${offset}`);
	await said("What is it?").waitFor();
});

test("what it is is guessed from its name, and made into a movie", async () => {
	assert.equal(await page.getByLabel("Title").inputValue(), "The Long Night");
	assert.equal(await page.getByLabel("Year").inputValue(), "1962");
	await look("upload");
	await button("Create the movie").click();
	await link("Open its page").click();
	await page.getByRole("heading", { name: "The Long Night" }).waitFor();
});

let movieId, series, episodes;

test("an upload can be paused, go on and be cancelled", async () => {
	movieId = /movies\/([\w-]+)/.exec(page.url())[1];
	await enter("/upload");
	await page.route("**/uploads/tus", (route) => setTimeout(
		() => route.continue().catch(() => {}), 700));
	await pick(broken);
	await button("Pause").click();
	await said(/^Paused/).waitFor();
	await page.unroute("**/uploads/tus");
	await button("Go on").click();
	await said("What is it?").waitFor();
});

test("a file of a kind that is not taken is refused at once, in words", async () => {
	await pick({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.alloc(5000) });
	const row = page.locator(".upload", { hasText: "notes.txt" });
	await row.and(page.locator("[data-status=ERROR]")).waitFor();
	assert.match(await row.locator(".state").innerText(), /^[A-Z].{10,}/);
	await button("Cancel", row).click();
	await row.waitFor({ state: "detached" });
});

test("a file that is no film ends with a reason in words", async () => {
	const state = page.locator(".upload[data-status=ERROR] .state");
	await state.waitFor(PREPARED);
	assert.match(await state.innerText(), /^[A-Z].{10,}/);
	await enter("/files?status=ERROR");
	await page.getByText("not_a_film.mp4").waitFor();
	await page.locator(".more summary").click();
	await look("files");
	await button("Delete").click();
	await dialog().getByText("The original (100 KB) goes").waitFor();
	await button("Delete for ever").click();
	await said("No files here.").waitFor();
});

test("episodes are made from files by what their names say", async () => {
	const bytes = await readFile(short);
	await enter("/upload");
	await pick(["S01E01 Landfall", "S01E02 Low Water"].map((name) => ({
		name: `Harbour Lights ${name}.mp4`, mimeType: "video/mp4", buffer: bytes })));
	for (const left of [1, 0]) {
		const make = button("Create the episode").first();
		await make.waitFor();
		await make.click();
		await page.waitForFunction((count) => document.querySelectorAll(".make form")
			.length === count && document.querySelectorAll(".make a").length === 2 - count,
		left, SOON);
	}
	[series] = (await ask("/series")).items;
	const whole = await ask(`/series/${series.id}?expand=seasons`);
	episodes = whole.seasons[0].episodes;
	assert.deepEqual(episodes.map(({ title }) => title), ["Landfall", "Low Water"]);
});

test("a movie's page tells of its film until it can be played", async () => {
	await enter(`/movies/${movieId}`);
	await link("Play", page.locator("main")).waitFor(PREPARED);
	await look("movie");
});

test("the film plays, and its controls can be used by everybody", async () => {
	await link("Play", page.locator("main")).click();
	await untilPlaying();
	assert.equal(await page.title(), "The Long Night · Movie House");
	assert.equal(await page.locator(".curtain").isVisible(), false);
	await page.mouse.move(500, 300);
	await look("watch");
});

test("the keys of the film", async () => {
	await page.keyboard.press("2");
	await untilVideo((video) => Math.abs(video.currentTime - 0.2 * video.duration) < 1.5);
	await page.keyboard.press("ArrowRight");
	await untilVideo((video) => video.currentTime > 0.6 * video.duration);
	await page.keyboard.press("0");
	await untilVideo((video) => video.currentTime < 3 && !video.seeking);
	await page.keyboard.press("m");
	await untilVideo((video) => video.muted);
	await page.keyboard.press(" ");
	await untilVideo((video) => video.paused);
	await page.keyboard.press("k");
	await untilPlaying();
	await page.keyboard.press("f");
	await page.waitForFunction(() => document.fullscreenElement !== null);
	await page.keyboard.press("f");
	await page.waitForFunction(() => document.fullscreenElement === null);
});

test("the quality menu changes the picture", async () => {
	await page.keyboard.press("0");
	await page.mouse.move(400, 300);
	await button("Quality").click();
	const choices = page.getByRole("menuitemradio");
	assert.equal(await choices.first().getAttribute("aria-checked"), "true");
	assert.match(await choices.first().innerText(), /^Auto/);
	const widest = await videoNow((video) => video.videoWidth);
	await choices.last().click();
	await untilVideo((video, width) => video.videoWidth > 0
		&& video.videoWidth < width, widest);
	await button("Quality").click();
	assert.equal(await choices.last().getAttribute("aria-checked"), "true");
	await choices.first().click();
});

test("the sound menu changes the sound", async () => {
	await page.mouse.move(410, 310);
	await button("Sound").click();
	const choices = page.getByRole("menuitemradio");
	assert.equal(await choices.count(), 2);
	const other = choices.and(page.locator("[aria-checked=false]"));
	const name = await other.innerText();
	await other.click();
	await button("Sound").click();
	await choices.and(page.locator("[aria-checked=true]", { hasText: name })).waitFor();
	await page.keyboard.press("Escape");
	await page.keyboard.press("1");
	await videoNow((video) => video.play());
	await untilPlaying(1);
});

/* As the house would say it of a film that has them. */
async function inventCues() {
	const stamp = (second) => `00:00:${String(second).padStart(2, "0")}.000`;
	const cue = (from, to, text) => `${stamp(from)} --> ${stamp(to)}\n${text}\n\n`;
	const thumbs = Array.from({ length: 6 }, (_none, i) =>
		cue(2 * i, 2 * i + 2, `tile.svg#xywh=${160 * i},0,160,90`)).join("");
	const bodies = {
		"thumbs.vtt": ["text/vtt", `WEBVTT\n\n${thumbs}`],
		"chapters.vtt": ["text/vtt", `WEBVTT\n\n${cue(0, 5, "Dusk")}${cue(5, 12, "Dawn")}`],
		"tile.svg": ["image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg" width="960" '
			+ 'height="90"><rect width="960" height="90" fill="#456"/></svg>'],
	};
	await page.route("**/invented/*", (route) => {
		const [contentType, body] = bodies[route.request().url().split("/").at(-1)];
		return route.fulfill({ contentType, body });
	});
	await page.route("**/playback", async (route) => {
		const answer = await route.fetch();
		await route.fulfill({ response: answer, json: { ...await answer.json(),
			storyboard: "/invented/thumbs.vtt", chapters: "/invented/chapters.vtt" } });
	});
}

test("thumbnails and chapters are shown where there are some", async () => {
	await inventCues();
	await page.reload();
	await untilVideo((video) => video.readyState >= 2);
	const bar = await page.getByLabel("Place in the film").boundingBox();
	await page.mouse.move(bar.x + bar.width * 0.75, bar.y + bar.height / 2);
	await said("0:09 · Dawn").waitFor();
	assert.match(await page.locator(".preview .tile").evaluate(
		(node) => `${node.style.backgroundImage} ${node.style.backgroundPosition}`),
	/tile\.svg.* -640px/);
	await look("storyboard");
	await page.mouse.move(400, 200);
	await button("Chapters").click();
	await page.getByRole("menuitemradio", { name: "Dawn" }).click();
	await untilVideo((video) => video.currentTime >= 5 && video.currentTime < 9);
	await page.unroute("**/playback");
});

const SUBTITLES = "1\n00:00:05,000 --> 00:00:11,500\n"
	+ "Good evening & <i>welcome.</i>\nMind the step.\n";

test("subtitles that are added can be chosen and read", async () => {
	const { media_file_id: mediaId } = await ask(`/movies/${movieId}`);
	const path = `/media-files/${mediaId}/subtitles`;
	await enter(`/movies/${movieId}`);
	await button("Subtitles").click();
	await said("None were added yet.").waitFor();
	await button("Add subtitles").click();
	await look("subtitles");
	await dialog().getByLabel("File (SRT or WebVTT)").setInputFiles({
		name: "night.en.srt", mimeType: "application/x-subrip", buffer: Buffer.from(SUBTITLES) });
	await dialog().getByLabel("Language").fill("en");
	await dialog().getByLabel("Name in the menu").fill("For everybody");
	await button("Add subtitles", dialog().last()).click();
	await dialog().getByText("For everybody").waitFor();
	for (const end = Date.now() + PREPARED.timeout;
		!(await ask(path)).items[0].published; await sleep(200))
		assert.ok(Date.now() < end, "they never come into what plays");
	await enter(`/watch/movie/${movieId}`);
	await untilVideo((video) => video.readyState >= 2);
	await page.mouse.move(400, 300);
	await button("Subtitles").click();
	await page.getByRole("menuitemradio", { name: "For everybody" }).click();
	await page.keyboard.press("5");
	await untilVideo((video) => [...video.textTracks].some((track) =>
		track.mode === "showing" && track.activeCues?.[0]?.getCueAsHTML().textContent
			=== "Good evening & welcome.\nMind the step."));
	await page.keyboard.press("c");
	await untilVideo((video) => [...video.textTracks].every(
		({ mode }) => mode !== "showing"));
});

test("a moment of the film becomes its poster", async () => {
	await enter(`/movies/${movieId}`);
	await button("Poster").click();
	await button("Use this moment").waitFor();
	await look("poster");
	await button("Use this moment").click();
	await page.locator(".hero > .poster img").waitFor(PREPARED);
	await page.waitForFunction(() => document.querySelector(".hero img").naturalWidth > 0);
});

test("a reload comes back to the film and its place", async () => {
	await enter(`/watch/movie/${movieId}`);
	await untilVideo((video) => video.readyState >= 2);
	await page.keyboard.press("4");
	await untilVideo((video) => video.currentTime > 4 && !video.seeking);
	await page.evaluate(() => document.querySelector("video").pause());
	await page.reload();
	await untilVideo((video) => video.readyState >= 2 && video.currentTime >= 4);
	await enter(`/movies/${movieId}`);
	await link(/^Resume at 0:0\d/).waitFor();
	await link("From the beginning").click();
	await untilVideo((video) => video.readyState >= 2 && video.currentTime < 4);
});

test("a film that does not come through says so, and comes back", async () => {
	await page.route("**/master.m3u8", (route) => route.abort());
	await enter(`/watch/movie/${movieId}`);
	const words = page.locator(".curtain .said");
	await words.filter({ hasText: "does not come through" }).waitFor({ timeout: 60000 });
	await page.unroute("**/master.m3u8");
	await button("Try again").click();
	await untilVideo((video) => video.readyState >= 2);
});

test("what was begun stands on top of the library", async () => {
	/* Leaving the player writes down where it was, so that comes first. */
	await enter("/");
	const { media_file_id: mediaId } = await ask(`/movies/${movieId}`);
	await ask(`/me/progress/${mediaId}`, "PUT", { position_ms: 6000, watched: false });
	await page.reload();
	await page.getByRole("heading", { name: "Continue watching" }).waitFor();
	await look("continue");
	await page.locator(".going a").first().click();
	await untilVideo((video) => video.readyState >= 2 && video.currentTime >= 6);
});

test("a series shows its seasons, and where to go on", async () => {
	await enter(`/series/${series.id}`);
	await page.getByRole("heading", { name: "Season 1" }).waitFor();
	await page.locator("a.episode").nth(1).waitFor(PREPARED);
	await look("series");
});

test("the next episode follows after a countdown", async () => {
	await page.locator("a.episode").first().click();
	await untilVideo((video) => video.readyState >= 2);
	await page.evaluate(() => document.querySelector("video").play());
	await said("S1 E2").waitFor();
	await look("next");
	await page.waitForURL(`**/watch/episode/${episodes[1].id}`);
	await untilVideo((video) => video.readyState >= 2);
	await page.getByRole("heading", { name: "Low Water" }).waitFor({ state: "attached" });
});

test("the library finds titles as one types, by genre and by year", async () => {
	for (const [title, year, genres] of [["Rashōmon", 1950, ["Drama"]],
		["City Lights", 1931, ["Comedy"]], ["Metropolis", 1927, ["Drama"]],
		["Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb", 1964,
			["Comedy"]], ["M", 1931, []], ["Nosferatu", 1922, []],
		["Ladri di biciclette", 1948, ["Drama"]], ["Дзига Вертов", 1929, []]])
		await ask("/movies", "POST", { title, year, genres });
	await enter("/");
	await said("10 titles").waitFor();
	await look("library");
	await page.getByLabel("Search titles").fill("rasho");
	await said("1 title").waitFor();
	await link("Rashōmon").waitFor();
	assert.match(page.url(), /q=rasho/);
	await page.reload();
	await said("1 title").waitFor();
	await page.getByLabel("Search titles").fill("");
	await page.getByLabel("Genre").selectOption("Comedy");
	await said("2 titles").waitFor();
	await page.getByLabel("Year").fill("1931");
	await said("1 title").waitFor();
	await page.getByLabel("Year").fill("1800");
	await said("Nothing fits.").waitFor();
	await look("nothing");
	await button("Show everything").click();
	await said("10 titles").waitFor();
});

test("one comes back to the wall where one left it", async () => {
	await page.setViewportSize({ width: 390, height: 600 });
	const card = link("Rashōmon");
	await card.scrollIntoViewIfNeeded();
	const left = await page.evaluate(() => scrollY);
	await card.click();
	await page.getByRole("heading", { name: "Rashōmon" }).waitFor();
	await page.goBack();
	await card.waitFor();
	assert.ok(left > 0);
	assert.equal(await page.evaluate(() => scrollY), left);
	await page.setViewportSize({ width: 1024, height: 768 });
});

test("the wall goes on by itself, page after page", async () => {
	await page.evaluate(async () => {
		const { ask: send } = await import("/app/core/api.js");
		for (let i = 0; i < 60; i++)
			await send("/movies", { method: "POST", json: { title: `Reel ${i}`, year: 1800 + 99 } });
	});
	await enter("/?year=1899");
	await said("48 so far").waitFor();
	await page.mouse.wheel(0, 30000);
	await said("60 titles").waitFor();
});

test("a movie is edited, and what is wrong is said at its field", async () => {
	await enter(`/movies/${movieId}`);
	await button("Edit").click();
	await look("edit");
	await dialog().getByLabel("Genres").fill("Noir, Drama");
	await dialog().getByLabel("Age rating").fill("PG");
	await dialog().getByLabel("Synopsis").fill("A night that does not end.");
	await dialog().getByLabel("Title", { exact: true }).fill(" ");
	await button("Save").click();
	const wrong = dialog().getByRole("alert").filter({ hasText: /\w/ }).first();
	await wrong.waitFor();
	await dialog().getByLabel("Title", { exact: true }).fill("The Longest Night");
	await button("Save").click();
	await page.getByRole("heading", { name: "The Longest Night" }).waitFor();
	await said("A night that does not end.").waitFor();
	await link("Noir").waitFor();
});

test("a change that crosses another one is refused in words", async () => {
	await button("Edit").click();
	await ask(`/movies/${movieId}`, "PATCH", { rating: "R" });
	await dialog().getByLabel("Age rating").fill("G");
	await button("Save").click();
	const wrong = dialog().getByRole("alert").filter({ hasText: /\w/ }).first();
	await wrong.waitFor();
	assert.match(await wrong.innerText(), /^[A-Z].*\.$/);
	await page.keyboard.press("Escape");
});

test("a film changes its title", async () => {
	await enter(`/movies/${movieId}`);
	await button("Film").click();
	await dialog().getByText("Every file is in use.").waitFor();
	await button("Take the film away").click();
	await said("No film yet").waitFor();
	await button("Film").click();
	await dialog().getByText("The.Long.Night.1962.720p.mp4").waitFor();
	await look("film");
	await button("Take this").click();
	await link(/Play|Resume/, page.locator("main")).waitFor();
});

test("a title goes to the trash, comes back, and is deleted for ever", async () => {
	const [nosferatu] = (await ask("/movies?q=nosferatu")).items;
	await enter(`/movies/${nosferatu.id}`);
	await button("Move to the trash").click();
	await said("This is in the trash.").waitFor();
	await button("Take out of the trash").click();
	await said("This is in the trash.").waitFor({ state: "detached" });
	await button("Delete").click();
	await dialog().getByText("This is final").waitFor();
	await look("delete");
	await button("Delete for ever").click();
	await said("“Nosferatu” is deleted.").waitFor();
	await enter(`/movies/${nosferatu.id}`);
	const words = page.getByRole("heading", { level: 1 });
	await words.filter({ hasText: /\.$/ }).waitFor();
	await look("gone");
});

test("the same number twice is refused in words", async () => {
	await enter(`/series/${series.id}`);
	await button("Add an episode").click();
	await dialog().getByLabel("Number").fill("1");
	await dialog().getByLabel("Title").fill("Again");
	await button("Add an episode", dialog()).or(button("Save", dialog())).click();
	const wrong = dialog().getByRole("alert").filter({ hasText: /\w/ }).first();
	await wrong.waitFor();
	assert.match(await wrong.innerText(), /\w.*\.$/);
	await page.keyboard.press("Escape");
});

test("a house whose database is away says so, and comes back", async () => {
	await page.route("**/api/v1/movies*", (route) => route.fulfill({ status: 503,
		headers: { "Retry-After": "1" }, body: "" }));
	await enter("/?kind=movies");
	await said("The house is busy, or its database is away.").waitFor();
	await page.unroute("**/api/v1/movies*");
	await button("Try again").click();
	await said("48 so far").waitFor();
});

test("what a viewer may not do is refused in words", async () => {
	await become("viewer");
	await assert.rejects(ask("/users"), /[A-Z].*\./);
	await assert.rejects(ask("/movies", "POST", { title: "Mine" }), /[A-Z].*\./);
});

test("a viewer sees no rooms of management, and is told whose they are", async () => {
	await link("The Longest Night").waitFor();
	assert.equal(await link("Rashōmon").count(), 0, "what cannot be played is not shown");
	for (const name of ["Upload", "Files", "Queue", "Workers", "People"])
		assert.equal(await page.locator("#nav").getByText(name).count(), 0, name);
	for (const path of ["/upload", "/queue", "/people"]) {
		await enter(path);
		await said("This room is not yours to enter.").waitFor();
	}
	await look("denied");
	await enter(`/movies/${movieId}`);
	await link(/Play|Resume/, page.locator("main")).waitFor();
	assert.equal(await page.getByRole("button", { name: "Edit" }).count(), 0);
});

test("an administrator pauses the queue and reads a job's log", async () => {
	await become("admin");
	await enter("/queue");
	await button("Pause the queue").click();
	await dialog().getByLabel("Why?").fill("Cleaning the lens");
	await button("Save").click();
	await said("Cleaning the lens").first().waitFor();
	await ask(`/media-files/${episodes[0].media_file_id}/process`, "POST");
	const row = page.locator(".row-of", { hasText: "Landfall" }).filter({ hasText: "Waiting" });
	await row.waitFor();
	await button("Priority", row).click();
	await dialog().getByLabel("Priority").fill("1");
	await button("Save").click();
	await row.filter({ hasText: "priority 1" }).waitFor();
	await look("queue");
	await button("Cancel", row).click();
	await page.locator(".row-of", { hasText: "Landfall" })
		.filter({ hasText: "Cancelled" }).waitFor();
	await button("Let the queue go on").click();
	await button("Pause the queue").waitFor();
	await button("Log").first().click();
	await dialog().locator("pre").filter({ hasNotText: "One moment" }).waitFor();
	await look("log");
	await page.keyboard.press("Escape");
});

test("an administrator drains a worker and calls it back", async () => {
	await enter("/workers");
	await button("Drain").click();
	await said(/^Draining/).waitFor();
	await look("workers");
	await button("Take work again").click();
	await said(/^At work/).waitFor();
});

test("an administrator makes accounts; a login exists once", async () => {
	await enter("/people");
	for (const isFirst of [true, false]) {
		await button("Add a person").click();
		await dialog().getByLabel("Login").fill("ana");
		await dialog().getByLabel("Password").fill("a good long sentence");
		await dialog().getByLabel("Role").selectOption("EDITOR");
		await button("Add a person", dialog()).click();
		if (isFirst)
			await dialog().waitFor({ state: "detached" });
	}
	await dialog().getByRole("alert").filter({ hasText: /\w/ }).first().waitFor();
	await page.keyboard.press("Escape");
	await look("people");
	const row = page.locator(".row-of", { hasText: "ana" });
	await button("Delete", row).click();
	await button("Delete for ever").click();
	await row.waitFor({ state: "detached" });
});

test("a token is shown once, and storage is told in figures", async () => {
	await enter("/account");
	await button("Make a token").click();
	await dialog().getByLabel("What is it for?").fill("backup");
	await button("Make a token", dialog()).click();
	const shown = page.getByRole("textbox", { name: "Token" });
	assert.match(await shown.inputValue(), /^mh_/);
	await look("token");
	await button("Close").click();
	await page.locator(".row-of", { hasText: "backup" }).waitFor();
	await look("account");
	await enter("/storage");
	await page.getByRole("rowheader", { name: "Originals" }).waitFor();
	await look("storage");
});

test("the page speaks Spanish from one press on, and remembers it", async () => {
	await enter("/");
	await button("Español").click();
	await page.getByRole("heading", { name: "Catálogo" }).waitFor();
	await page.reload();
	await link("La cola").or(link("Cola")).first().waitFor();
	assert.equal(await page.locator("html").getAttribute("lang"), "es");
	await look("library-es");
	await enter("/movies/00000000-0000-7000-8000-000000000000");
	await said("Esto ya no está en la casa.").waitFor();
	await button("English").click();
});

test("who signs out is a visitor again", async () => {
	await enter("/");
	await button("Sign out").click();
	await button("Sign in").waitFor();
	assert.equal(await page.locator("#nav a").count(), 0);
	await link("The Longest Night").waitFor();
});

test("an address that leads nowhere leads to the library", async () => {
	await enter("/nowhere/%");
	await page.getByRole("heading", { name: "Library" }).waitFor();
});

test("nothing was blocked, no other host was asked, no code failed", () => {
	assert.deepEqual(browser.troubles, []);
});
