/* The page's own figures and sentences, without a browser. */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

const www = process.env.WWW;
const app = (path) => import(`${www}/app/${path}`);

const text = await app("core/text.js");
const { LANGUAGES, TABLE } = await app("core/texts.js");
await app("manage/texts.js");
const { problemOf, withQuery } = await app("core/api.js");
const { address, routeOf } = await app("core/router.js");
const { FINAL_ERRORS, isHopeless, stateOf } = await app("library/media.js");
const { openTitles } = await app("library/titles.js");
const { guess } = await app("upload/guess.js");
const { metadataOf } = await app("upload/tus.js");
const { cueAt, cuesOf, tileOf } = await app("player/vtt.js");

async function sources(folder = join(www, "app")) {
	const found = await readdir(folder, { recursive: true });
	return Promise.all(found.filter((name) => name.endsWith(".js")).map(
		async (name) => [name, await readFile(join(folder, name), "utf8")]));
}

const files = await sources();

test("times are said as a clock, a duration and a wait", () => {
	assert.equal(text.clock(6730000), "1:52:10");
	assert.equal(text.clock(59600), "1:00");
	assert.equal(text.clock(0), "0:00");
	assert.equal(text.duration(6730000), "1 h 52 min");
	assert.equal(text.duration(40000), "40 s");
	assert.equal(text.timeLeft(20000), "less than a minute left");
	assert.equal(text.timeLeft(1180000), "about 20 min left");
	assert.equal(text.timeLeft(5400000), "about 1 h 30 min left");
});

test("sizes keep three digits at most", () => {
	assert.equal(text.size(0), "0 B");
	assert.equal(text.size(999999), "1.0 MB");
	assert.equal(text.size(3650722201), "3.7 GB");
	assert.equal(text.size(912000000), "912 MB");
});

test("unfinished work never says 100 %", () => {
	assert.equal(text.percent(999), "99 %");
});

test("a picture's name follows its width when it is wide, not its height", () => {
	assert.equal(text.quality(1920, 800), "1080p");
	assert.equal(text.quality(1080, 1920), "1080p");
	assert.equal(text.quality(640, 480), "480p");
	assert.equal(text.quality(3840, 1608), "4K");
	assert.equal(text.quality(320, 180), "180p");
});

test("every sentence is there in every language, with the same blanks", () => {
	const blanks = (sentence) => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort();
	for (const [key, sentences] of Object.entries(TABLE)) {
		assert.equal(sentences.length, LANGUAGES.length, key);
		for (const sentence of sentences)
			assert.deepEqual(blanks(sentence), blanks(sentences[0]), key);
	}
});

test("every sentence that the page asks for by name exists", () => {
	for (const [name, source] of files)
		for (const [, plural, key] of source.matchAll(/\bt(n?)\(\s*"([\w.-]+)"/g))
			assert.ok((plural ? `${key}.one` : key) in TABLE, `${name}: ${key}`);
});

test("text is never read as markup, and styles and scripts stay in files", () => {
	for (const [name, source] of files)
		assert.doesNotMatch(source, /innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function/,
			name);
});

/* What a module pulls in before it runs. */
function pulledIn(name, all, found = new Set()) {
	if (found.has(name))
		return found;
	found.add(name);
	for (const [, path] of all.get(name).matchAll(/^(?:import|\}).*"(\.[^"]+)";$/gm))
		pulledIn(join(name, "..", path), all, found);
	return found;
}

test("the library needs less than 60 KB of JavaScript", () => {
	const all = new Map(files);
	const needed = pulledIn("library/library.js", all, pulledIn("main.js", all));
	const bytes = [...needed].reduce(
		(sum, name) => sum + Buffer.byteLength(all.get(name)), 0);
	assert.ok(needed.has("core/api.js") && needed.has("library/titles.js"));
	assert.ok(bytes < 60000, `${bytes} bytes in ${needed.size} files`);
});

test("a problem is a sentence, whatever came", () => {
	const told = problemOf(409, '{"detail":"The film is in use.","code":"media_in_use"}');
	assert.equal(told.message, "The film is in use.");
	assert.equal(told.code, "media_in_use");
	assert.match(problemOf(507, "<html>").message, /no room/);
	assert.match(problemOf(418, "").message, /418/);
	assert.match(problemOf(500, "null").message, /went wrong/);
	const invalid = problemOf(422, '{"errors":[{"field":"year","message":"Too late."}]}');
	assert.equal(invalid.message, "Too late.");
	assert.deepEqual(invalid.fields, { year: "Too late." });
	const named = problemOf(422, '{"detail":"file_name: must end in .mp4",'
		+ '"errors":[{"field":"file_name","message":"must end in .mp4"}]}');
	assert.equal(named.message, "File name must end in .mp4.");
	assert.deepEqual(named.fields, { file_name: "Must end in .mp4." });
});

test("in another language the page's own sentence is better than the house's", () => {
	text.speak("es");
	assert.match(problemOf(409, '{"detail":"In use.","code":"media_in_use"}').message,
		/todavía usa/);
	assert.match(problemOf(403, '{"detail":"No."}').message, /permiso/);
	assert.equal(problemOf(418, '{"detail":"I am a teapot."}').message, "I am a teapot.");
	text.speak("en");
});

test("an address is a room with what it was asked", () => {
	const routes = [{ pattern: "/" }, { pattern: "/movies/:id" }];
	const { path, query } = address("#/movies/a1?from=0");
	assert.equal(query.get("from"), "0");
	assert.deepEqual(routeOf(routes, path).params, { id: "a1" });
	assert.equal(routeOf(routes, address("").path).route.pattern, "/");
	assert.equal(routeOf(routes, "/movies/"), null);
	assert.equal(withQuery("/movies", { q: "", year: null, sort: "title" }),
		"/movies?sort=title");
});

test("a file's name says what its film is", () => {
	const cases = {
		"The.Third.Man.1949.1080p.BluRay.x264.mkv":
			{ kind: "movie", title: "The Third Man", year: 1949 },
		"Metropolis (1927).mp4": { kind: "movie", title: "Metropolis", year: 1927 },
		"2001 A Space Odyssey 1968.mkv":
			{ kind: "movie", title: "2001 A Space Odyssey", year: 1968 },
		"1917.mkv": { kind: "movie", title: "1917", year: null },
		"Ночной поезд.mp4": { kind: "movie", title: "Ночной поезд", year: null },
		"...mkv": { kind: "movie", title: "...mkv", year: null },
		"Harbour Lights S01E04 The Fog Horn 720p.mkv": { kind: "episode",
			series: "Harbour Lights", year: null, season: 1, number: 4,
			title: "The Fog Horn" },
		"harbour_lights-2x11.avi": { kind: "episode", series: "harbour lights",
			year: null, season: 2, number: 11, title: "" },
	};
	for (const [name, said] of Object.entries(cases))
		assert.deepEqual(guess(name), said, name);
});

test("a file's name travels with its upload, whatever is in it", () => {
	assert.equal(metadataOf({ name: "é\n.mp4", type: "video/mp4" }),
		"filename w6kKLm1wNA==,filetype dmlkZW8vbXA0");
	assert.equal(metadataOf({ name: "a.mkv", type: "" }), "filename YS5ta3Y=");
});

test("thumbnails and chapters are found by the second", () => {
	const cues = cuesOf("WEBVTT\r\n\r\n1\r\n00:00.000 --> 00:10.000\r\n"
		+ "thumbs/001.jpg#xywh=0,0,160,90\r\n\r\n00:10.000 --> 01:00:10.500\r\n"
		+ "thumbs/001.jpg#xywh=160,0,160,90\r\n");
	assert.equal(cues.length, 2);
	assert.equal(cues[1].end, 3610.5);
	assert.equal(cueAt(cues, 9.9), cues[0]);
	assert.equal(cueAt(cues, 10), cues[1]);
	assert.equal(cueAt([], 3), null);
	assert.deepEqual(tileOf(cues[1].text, "http://house/media/a/1/thumbs.vtt"), {
		url: "http://house/media/a/1/thumbs/001.jpg", x: 160, y: 0, width: 160, height: 90 });
	assert.equal(tileOf("Chapter one", "http://house/"), null);
});

/* Answers each list by its cursor: two items a page. */
function serve(lists) {
	globalThis.fetch = async (url) => {
		const { pathname, searchParams } = new URL(url, "http://house");
		const all = lists[pathname.replace("/api/v1", "")];
		const at = Number(searchParams.get("cursor") ?? 0);
		const next = at + 2 < all.length ? String(at + 2) : null;
		return new Response(JSON.stringify({ items: all.slice(at, at + 2), next_cursor: next }));
	};
}

const named = (...names) => names.map((name) => ({ id: name, sort_title: name, title: name }));

test("movies and series are one list in one order, each of them once", async () => {
	serve({ "/movies": named("Ant", "bear", "Éclair", "Fog", "Zoo"),
		"/series": named("Cat", "dog", "Elk") });
	const titles = openTitles(["movies", "series"], { sort: "title" });
	const found = await titles.next();
	assert.deepEqual(found.map(({ title }) => title),
		["Ant", "bear", "Cat", "dog", "Éclair", "Elk", "Fog", "Zoo"]);
	assert.equal(found[2].kind, "series");
	assert.ok(titles.isDone());
	assert.deepEqual(await titles.next(), []);
});

const failed = (code) =>
	({ status: "ERROR", error_code: code, error_message: "It is so." });

test("another try is offered where it can help, and nowhere else", () => {
	assert.ok(!isHopeless(failed("disk_full")));
	assert.equal(stateOf(failed("killed")), "It is so.");
	assert.ok(isHopeless(failed("unsupported_container")));
	assert.equal(stateOf(failed("corrupt")), "It is so. Trying again would not help.");
	assert.ok(!isHopeless({ status: "READY" }));
	assert.ok(!isHopeless(null));
});

test("errors that are final are errors that the house knows", async () => {
	const film = `${www}/../film`;
	const names = (await readdir(film)).filter((name) => name.endsWith(".c"));
	const known = await Promise.all([`${www}/../worker/ffmpeg.c`,
		...names.map((name) => `${film}/${name}`)].map((path) => readFile(path, "utf8")));
	for (const code of FINAL_ERRORS)
		assert.ok(known.some((source) => source.includes(`"${code}"`)), code);
});

test("every reference in the contract leads somewhere", async () => {
	const source = await readFile(`${www}/openapi.json`, "utf8");
	const contract = JSON.parse(source);
	const references = [...source.matchAll(/"\$ref": "#\/([^"]+)"/g)];
	assert.ok(references.length > 100);
	for (const [, path] of references)
		assert.ok(path.split("/").reduce((node, name) => node?.[name], contract), path);
});
