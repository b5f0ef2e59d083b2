/* A published film in players that are not ours: shaka-player by its manifest,
 * hls.js by its playlists.
 *
 *   MOVIE_HOUSE_URL                     where the house is
 *   MOVIE_HOUSE_DASH, MOVIE_HOUSE_HLS   where it says that the film is
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openBrowser } from "./house.js";

const { MOVIE_HOUSE_URL: house, MOVIE_HOUSE_DASH: dash, MOVIE_HOUSE_HLS: hls } = process.env;
const SOON_MS = 30000;
const HEIGHTS = [240, 360, 480, 720];

let browser, page;

before(async () => {
	browser = await openBrowser(house);
	page = browser.page;
});

after(() => browser?.close());

async function until(what, argument) {
	const end = Date.now() + SOON_MS;
	while (!await page.evaluate(what, argument)) {
		assert.ok(Date.now() < end, `it never came to ${what}`);
		await sleep(100);
	}
}

/* It plays on from where it is. */
async function moves() {
	const from = await page.evaluate(() => document.querySelector("video").currentTime);
	await until((at) => document.querySelector("video").currentTime > at + 0.5, from);
}

async function seek(to) {
	await page.evaluate((at) => { document.querySelector("video").currentTime = at; }, to);
	await until((at) => {
		const video = document.querySelector("video");
		return !video.seeking && video.currentTime >= at && video.currentTime < at + 5;
	}, to);
	await moves();
}

async function playsToItsEnd() {
	await page.evaluate(() => {
		const video = document.querySelector("video");
		video.currentTime = video.duration - 2;
	});
	await until(() => document.querySelector("video").ended);
}

/* shaka-player tries whether the browser reads WebVTT of a data: address, which
   the pages of the house may not; it goes on without. */
async function assertNoTrouble() {
	assert.deepEqual(await page.evaluate(() => window.errors), []);
	assert.deepEqual(browser.troubles.filter(
		(text) => !/data:,WEBVTT|media-src data/.test(text)), []);
}

test("shaka-player loads the manifest", async () => {
	await page.goto(`${house}players.html`);
	await page.addScriptTag({ url: "/vendor/shaka-player.compiled.js" });
	await page.evaluate(async (url) => {
		window.errors = [];
		window.shaka.polyfill.installAll();
		window.player = new window.shaka.Player();
		await window.player.attach(document.querySelector("video"));
		window.player.addEventListener("error",
			({ detail }) => window.errors.push(`${detail.code} ${detail.data}`));
		/* Levels are chosen below; what is fetched ahead would hide it. */
		window.player.configure({ abr: { enabled: false },
			streaming: { bufferingGoal: 4, rebufferingGoal: 1 } });
		await window.player.load(url);
		await document.querySelector("video").play();
	}, dash);
	await moves();
});

test("it knows all that is in it", async () => {
	const found = await page.evaluate(async () => ({
		duration: document.querySelector("video").duration,
		heights: [...new Set(window.player.getVariantTracks().map((track) => track.height))]
			.sort((a, b) => a - b),
		rates: [...new Set(window.player.getVariantTracks().map((track) => track.frameRate))],
		sounds: window.player.getAudioTracks()
			.map(({ language, label, roles, channelsCount }) =>
				[language, label, roles, channelsCount]),
		texts: window.player.getTextTracks().map(({ language, label }) => [language, label]),
		images: window.player.getImageTracks().length,
	}));
	assert.ok(Math.abs(found.duration - 26) < 0.1, `it lasts ${found.duration} s`);
	assert.deepEqual(found.heights, HEIGHTS);
	assert.deepEqual(found.rates, [25]);
	assert.deepEqual(found.sounds.sort(), [
		["en", "Commentary", ["commentary"], 2],
		["en", "en", ["alternate"], 2],
		["es", "es", ["main"], 2],
	]);
	assert.deepEqual(found.texts, [["en", "English"]]);
	assert.equal(found.images, 1);
});

test("it seeks in both directions", async () => {
	await seek(17);
	await seek(3);
});

test("it switches to every rendition", async () => {
	for (const height of HEIGHTS) {
		await page.evaluate((wanted) => {
			const video = document.querySelector("video");
			if (video.currentTime > 15)
				video.currentTime = 1;
			window.player.selectVariantTrack(window.player.getVariantTracks()
				.find((track) => track.height === wanted), true);
		}, height);
		await until((wanted) =>
			document.querySelector("video").videoHeight === wanted, height);
		await moves();
	}
});

test("it switches the sound", async () => {
	await page.evaluate(() => {
		document.querySelector("video").currentTime = 4;
		window.player.selectAudioTrack(window.player.getAudioTracks()
			.find((track) => track.roles.includes("commentary")));
	});
	await until(() => window.player.getAudioTracks()
		.some((track) => track.active && track.label === "Commentary"));
	await moves();
});

test("it shows the subtitles", async () => {
	await page.evaluate(() => {
		window.player.selectTextTrack(window.player.getTextTracks()[0]);
		document.querySelector("video").currentTime = 6;
	});
	await until(() => [...document.querySelector("video").textTracks].some((track) =>
		[...track.activeCues ?? []].some((cue) =>
			cue.text.includes("Good evening") && cue.startTime === 5)));
});

test("it finds the tiles of the storyboard", async () => {
	const tile = await page.evaluate(async () => {
		const [{ id }] = window.player.getImageTracks();
		const { uris, positionX, positionY, width, height } =
			await window.player.getThumbnails(id, 13);
		return { name: uris[0].split("/").slice(-2).join("/"), positionX, positionY,
			width, height };
	});
	assert.deepEqual(tile, { name: "thumbs/001.jpg", positionX: 160, positionY: 90,
		width: 160, height: 90 });
});

test("it plays to the end", async () => {
	await playsToItsEnd();
	await page.evaluate(() => window.player.destroy());
	await assertNoTrouble();
});

test("hls.js loads the playlist of the same film", async () => {
	await page.goto(`${house}players.html`);
	await page.evaluate(async (url) => {
		window.errors = [];
		const { default: Hls } = await import("/vendor/hls.mjs");
		window.player = new Hls({ maxBufferLength: 4, maxMaxBufferLength: 4,
			enableWorker: false });
		window.player.on(Hls.Events.ERROR,
			(event, { details, fatal }) => fatal && window.errors.push(details));
		window.player.loadSource(url);
		window.player.attachMedia(document.querySelector("video"));
		await new Promise((resolve) =>
			window.player.once(Hls.Events.MANIFEST_PARSED, resolve));
		await document.querySelector("video").play();
	}, hls);
	await moves();
	assert.deepEqual(await page.evaluate(() => window.player.levels
		.map((level) => level.height).sort((a, b) => a - b)), HEIGHTS);
});

test("it seeks and switches", async () => {
	await seek(17);
	await seek(3);
	for (const height of HEIGHTS) {
		await page.evaluate((wanted) => {
			window.player.currentLevel = window.player.levels
				.findIndex((level) => level.height === wanted);
		}, height);
		await until((wanted) =>
			document.querySelector("video").videoHeight === wanted, height);
	}
	await moves();
});

test("it comes to the end", async () => {
	await playsToItsEnd();
	await page.evaluate(() => window.player.destroy());
	await assertNoTrouble();
});
