/* Which language the page speaks, and figures as people say them in it. */
import { LANGUAGES, TABLE } from "./texts.js";

const KEPT = "movie-house.language";

const store = globalThis.localStorage;

function chosen() {
	const wanted = [store?.getItem(KEPT), ...(globalThis.navigator?.languages ?? [])];
	const known = wanted.map((name) => LANGUAGES.indexOf(name?.slice(0, 2)));
	return Math.max(0, known.find((place) => place >= 0) ?? 0);
}

let place = chosen();

/* The language's two letters. */
export const language = () => LANGUAGES[place];

export function speak(name) {
	place = Math.max(0, LANGUAGES.indexOf(name));
	store?.setItem(KEPT, LANGUAGES[place]);
}

export const has = (key) => key in TABLE;

/* The sentence of that key, with {name} replaced by values.name. */
export function t(key, values = {}) {
	const text = TABLE[key]?.[place] ?? key;
	return text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
}

/* The same for a number of things: key.one or key.many, with {n}. */
export const tn = (key, n) => t(`${key}.${n === 1 ? "one" : "many"}`,
	{ n: n.toLocaleString(language()) });

const SIZES = ["B", "KB", "MB", "GB", "TB"];

/* What a picture is called, by its height at 16:9. */
const QUALITIES = [
	[2160, "4K"], [1440, "1440p"], [1080, "1080p"], [720, "720p"],
	[540, "540p"], [480, "480p"], [360, "360p"], [240, "240p"],
];

const two = (number) => String(number).padStart(2, "0");

/* 6730000 → "1:52:10" */
export function clock(ms) {
	const seconds = Math.round(ms / 1000);
	const hours = Math.floor(seconds / 3600);
	const minutes = Math.floor(seconds / 60) % 60;
	return hours > 0
		? `${hours}:${two(minutes)}:${two(seconds % 60)}`
		: `${minutes}:${two(seconds % 60)}`;
}

/* 6730000 → "1 h 52 min", 40000 → "40 s" */
export function duration(ms) {
	const minutes = Math.round(ms / 60000);
	if (ms < 60000)
		return `${Math.round(ms / 1000)} s`;
	return minutes < 60 ? `${minutes} min`
		: `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/* 3650722201 → "3.7 GB" */
export function size(bytes) {
	let unit = 0;
	while (bytes >= 999.5 && unit < SIZES.length - 1) {
		bytes /= 1000;
		unit++;
	}
	const digits = unit > 1 && bytes < 99.95 ? 1 : 0;
	const number = bytes.toLocaleString(language(), {
		minimumFractionDigits: digits, maximumFractionDigits: digits });
	return `${number} ${SIZES[unit]}`;
}

/* 432 → "43 %"; never 100 % before the end */
export const percent = (permille) => `${Math.floor(permille / 10)} %`;

/* 190000 → "about 3 min left" */
export function timeLeft(ms) {
	const minutes = Math.round(ms / 60000);
	if (minutes < 1)
		return t("left.soon");
	if (minutes < 60)
		return t("left.minutes", { n: minutes });
	return t("left.hours", { h: Math.floor(minutes / 60), n: minutes % 60 });
}

/* A wide picture is judged by its width and a tall one by its short side, so
 * that 1920x800 and 1080x1920 are both "1080p". */
export function quality(width, height) {
	const long = Math.max(width, height);
	const lines = Math.max(Math.min(width, height), (long * 9) / 16);
	const known = QUALITIES.find(([least]) => lines >= least * 0.97);
	return known ? known[1] : `${Math.round(lines)}p`;
}

/* "2025-10-08T18:05:00.000Z" → "8 Oct 2025, 20:05" */
export const moment = (when) => new Date(when).toLocaleString(language(),
	{ dateStyle: "medium", timeStyle: "short" });

/* "de" → "German", where the browser knows; the code itself otherwise. */
export function languageName(code) {
	try {
		return new Intl.DisplayNames([language()], { type: "language" }).of(code);
	} catch {
		return code;
	}
}

/* The parts that are known, with a point between them that begins no line. */
export const joined = (...parts) => parts.filter(Boolean).join("\u00a0· ");
