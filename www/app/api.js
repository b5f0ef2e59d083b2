/* The way to the house: fetch, paging, and problems as plain sentences. */

const BASE = "/api/v1";
const PAGE_SIZE = 100;
const TIMEOUT_MS = 20000;

/* For answers that do not say what is wrong themselves. */
const SENTENCES = {
	0: "The house does not answer. Is the network up?",
	401: "You need to sign in for this.",
	403: "You are not allowed to do this.",
	404: "This is not in the house any more.",
	413: "This is larger than the house takes.",
	429: "Too many tries. Wait a moment.",
	503: "The house is busy, or its database is away.",
	507: "The house has no room left on its disk.",
};

/* message is a sentence fit to be shown. */
export class Problem extends Error {
	constructor(status, { detail, title, code, errors } = {}) {
		super(detail || errors?.[0]?.message || SENTENCES[status]
			|| title || `Something went wrong (${status}).`);
		this.status = status;
		this.code = code ?? "";
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

/* The JSON answer (null when there is none); throws a Problem otherwise. */
export async function ask(path, method = "GET", body = undefined) {
	let answer, text;
	try {
		answer = await fetch(pathOf(path), {
			method,
			cache: "no-store",
			headers: {
				...(method === "GET" ? {} : OWN_HEADERS),
				...(body ? { "Content-Type": "application/json" } : {}),
			},
			body: body && JSON.stringify(body),
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		text = await answer.text();
	} catch {
		throw new Problem(0);
	}
	if (!answer.ok)
		throw problemOf(answer.status, text);
	try {
		return text ? JSON.parse(text) : null;
	} catch {
		throw new Problem(answer.status);
	}
}

/* The first `wanted` items of a list, and whether there are more. */
export async function askList(path, wanted) {
	const items = [];
	let cursor = null;
	do {
		const query = new URLSearchParams({ limit: PAGE_SIZE });
		if (cursor)
			query.set("cursor", cursor);
		const sign = path.includes("?") ? "&" : "?";
		const page = await ask(`${path}${sign}${query}`);
		items.push(...page.items);
		cursor = page.next_cursor;
	} while (cursor && items.length < wanted);
	return { items, hasMore: Boolean(cursor) };
}
