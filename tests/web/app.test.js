/* The page's own figures and sentences, without a browser. */
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";

const www = process.env.WWW;
const words = await import(`${www}/app/words.js`);
const { problemOf } = await import(`${www}/app/api.js`);
const { dispositionOf } = await import(`${www}/app/upload.js`);
const { FINAL_ERRORS, canRetry, loadFilms, stateOf } = await import(`${www}/app/films.js`);

test("times are said as a clock and as a wait", () => {
	assert.equal(words.clock(6730000), "1:52:10");
	assert.equal(words.clock(59600), "1:00");
	assert.equal(words.clock(0), "0:00");
	assert.equal(words.timeLeft(20000), "less than a minute left");
	assert.equal(words.timeLeft(1180000), "about 20 min left");
	assert.equal(words.timeLeft(5400000), "about 1 h 30 min left");
});

test("sizes keep three digits at most", () => {
	assert.equal(words.size(0), "0 B");
	assert.equal(words.size(999999), "1.0 MB");
	assert.equal(words.size(3650722201), "3.7 GB");
	assert.equal(words.size(912000000), "912 MB");
});

test("unfinished work never says 100 %", () => {
	assert.equal(words.percent(999), "99 %");
});

test("a picture's name follows its width when it is wide, not its height", () => {
	assert.equal(words.quality(1920, 800), "1080p");
	assert.equal(words.quality(1080, 1920), "1080p");
	assert.equal(words.quality(640, 480), "480p");
	assert.equal(words.quality(854, 480), "480p");
	assert.equal(words.quality(3840, 1608), "4K");
	assert.equal(words.quality(320, 180), "180p");
});

test("a file's name becomes a title", () => {
	assert.equal(words.titleOfFile("The.Third_Man.mkv"), "The Third Man");
	assert.equal(words.titleOfFile("...mkv"), "...mkv");
	assert.equal(words.titleOfFile("Ночной поезд.mp4"), "Ночной поезд");
});

test("a problem is a sentence, whatever came", () => {
	const told = problemOf(409, '{"detail":"The film is in use.","code":"media_in_use"}');
	assert.equal(told.message, "The film is in use.");
	assert.equal(told.code, "media_in_use");
	assert.match(problemOf(507, "<html>").message, /no room/);
	assert.match(problemOf(502, "").message, /502/);
	assert.match(problemOf(500, "null").message, /500/);
	assert.equal(problemOf(422, '{"errors":[{"message":"Too long."}]}').message, "Too long.");
});

test("a file's name travels in a header, whatever is in it", () => {
	assert.equal(dispositionOf("It's (a) *film*\n\"é\".mp4"), "attachment; "
		+ "filename*=UTF-8''It%27s%20%28a%29%20%2Afilm%2A%0A%22%C3%A9%22.mp4");
});

/* Answers each path's start with one page of items. */
function serve(pages) {
	globalThis.fetch = async (url) => {
		const found = Object.entries(pages).find(([start]) => url.startsWith(`/api/v1${start}`));
		return found
			? new Response(JSON.stringify(found[1]))
			: new Response("", { status: 404 });
	};
}

const page = (...items) => ({ items, next_cursor: null });

test("movies, loose files and running jobs join into films, the newest first", async () => {
	serve({
		"/movies": page(
			{ id: "m1", title: "Rain", media_file_id: "f1", created_at: "2025-01-01",
				poster: "/posters/m1/7.jpg" },
			{ id: "m2", title: "Fog", media_file_id: null, created_at: "2025-01-03" },
			{ id: "m3", title: "Far", media_file_id: "f9", created_at: "2025-01-02" }),
		"/media-files?": page(
			{ id: "f1", status: "READY", file_name: "a.mkv", created_at: "2025-01-04" },
			{ id: "f2", status: "PROCESSING", file_name: "b.mkv", created_at: "2025-01-05" }),
		"/media-files/f9": { id: "f9", status: "ERROR", error_message: "No picture.",
			file_name: "c.mkv", created_at: "2025-01-02" },
		"/jobs": page(
			{ id: "1", media_file_id: "f2", progress: 900, eta_ms: 1000 },
			{ id: "2", media_file_id: "f2", progress: 432, eta_ms: 1180000 }),
	});
	const { films, hasMore } = await loadFilms(100);
	assert.deepEqual(films.map((film) => [film.title, stateOf(film)]), [
		["b", "Preparing · 43 % · about 20 min left"],
		["Rain", "Ready"],
		["Fog", "No film file yet"],
		["Far", "No picture."],
	]);
	assert.equal(hasMore, false);
	assert.deepEqual(films.map((film) => film.poster),
		[null, "/posters/m1/7.jpg", null, null]);
});

const failed = (code) =>
	({ file: { status: "ERROR", error_code: code, error_message: "It is so." } });

test("another try is offered where it can help, and nowhere else", () => {
	assert.ok(canRetry(failed("disk_full")));
	assert.ok(canRetry(failed("killed")));
	assert.equal(stateOf(failed("killed")), "It is so.");
	assert.ok(!canRetry(failed("unsupported_container")));
	assert.equal(stateOf(failed("corrupt")), "It is so. Trying again would not help.");
	assert.ok(!canRetry({ file: { status: "READY" } }));
	assert.ok(!canRetry({ file: null }));
});

test("errors that are final are errors that the house knows", async () => {
	const film = `${www}/../film`;
	const names = (await readdir(film)).filter((name) => name.endsWith(".c"));
	const sources = await Promise.all([`${www}/../worker/ffmpeg.c`,
		...names.map((name) => `${film}/${name}`)].map((path) => readFile(path, "utf8")));
	for (const code of FINAL_ERRORS)
		assert.ok(sources.some((text) => text.includes(`"${code}"`)), code);
});

test("every reference in the contract leads somewhere", async () => {
	const text = await readFile(`${www}/openapi.json`, "utf8");
	const contract = JSON.parse(text);
	const references = [...text.matchAll(/"\$ref": "#\/([^"]+)"/g)];
	assert.ok(references.length > 100);
	for (const [, path] of references)
		assert.ok(path.split("/").reduce((node, name) => node?.[name], contract), path);
});
