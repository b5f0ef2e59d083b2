/* The way to the house: fetch, paging, and problems as plain sentences. */
import { has, t } from "./text.js";

const BASE = "/api/v1";
const TIMEOUT_MS = 20000;

const asSentence = (text) => text
	&& `${text[0].toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? "" : "."}`;

/* What is wrong with a field goes on from its name: "must end in .mp4". */
const faultOf = ({ field, message }) => asSentence(/^\p{Lu}/u.test(message)
	? message : `${field.replaceAll("_", " ")} ${message}`);

/* The house's own words are English; elsewhere the table's are better, where
 * it has any. */
function sentenceOf(status, { detail, title, code, errors } = {}) {
	const own = [`error.${code}`, `error.${status}`].find(has);
	const told = errors?.length > 0 ? faultOf(errors[0]) : detail;
	if (t("language") === "en" && told)
		return told;
	return own ? t(own) : told || title || t("error.other", { status });
}

/* message is a sentence fit to be shown; fields has one for each field that
 * was refused. */
export class Problem extends Error {
	constructor(status, body = {}) {
		super(sentenceOf(status, body));
		this.status = status;
		this.code = body.code ?? "";
		this.fields = Object.fromEntries((body.errors ?? []).map(
			({ field, message }) => [field, asSentence(message)]));
	}
}

/* The Problem that an answer's status and body tell of (RFC 9457). */
export function problemOf(status, body) {
	try {
		return new Problem(status, JSON.parse(body) ?? {});
	} catch {
		return new Problem(status);
	}
}

/* Marks a request as the page's own: other sites cannot set this header. */
export const OWN_HEADERS = { "X-MH-Request": "1" };

export const pathOf = (path) => BASE + path;

/* Only the query's members that say something. */
export function withQuery(path, query = {}) {
	const said = Object.entries(query).filter(
		([, value]) => value !== "" && value !== null && value !== undefined);
	return said.length > 0 ? `${path}?${new URLSearchParams(said)}` : path;
}

function headersOf({ method, json, version, headers }) {
	return {
		...(method === "GET" ? {} : OWN_HEADERS),
		...(json === undefined ? {} : { "Content-Type": "application/json" }),
		...(version === undefined ? {} : { "If-Match": `"${version}"` }),
		...headers,
	};
}

async function send(path, given) {
	const { method = "GET", json, body, signal, keepalive } = given;
	try {
		const answer = await fetch(pathOf(path), {
			method,
			cache: "no-store",
			keepalive,
			headers: headersOf({ ...given, method }),
			body: json === undefined ? body : JSON.stringify(json),
			signal: signal ?? AbortSignal.timeout(TIMEOUT_MS),
		});
		return [answer, await answer.text()];
	} catch (error) {
		if (signal?.aborted)
			throw error;
		throw new Problem(0);
	}
}

/* The answer's text. `given` may have method, json or body, headers, version
 * (what was read: a stale one is refused), signal, keepalive. Throws a
 * Problem, or an AbortError where signal says so. */
export async function askText(path, given = {}) {
	const [answer, text] = await send(path, given);
	if (!answer.ok)
		throw problemOf(answer.status, text);
	return text;
}

/* The JSON answer (null when there is none). */
export async function ask(path, given) {
	const text = await askText(path, given);
	try {
		return text ? JSON.parse(text) : null;
	} catch {
		throw new Problem(502);
	}
}

/* null in place of an answer that this house or this reader cannot have. */
export const askOrNull = (path, given) => ask(path, given).catch((problem) => {
	if (problem instanceof Problem && problem.status >= 400)
		return null;
	throw problem;
});

/* Every item of a short list, `most` at the most. */
export async function askAll(path, query = {}, most = 500) {
	const items = [];
	let cursor = null;
	do {
		const page = await ask(withQuery(path, { limit: 100, ...query, cursor }));
		items.push(...page.items);
		cursor = page.next_cursor;
	} while (cursor && items.length < most);
	return items;
}
