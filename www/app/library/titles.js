/* Movies and series as one list: two lists of the house, each read by cursor,
 * zipped in the order that both have. A title is what the house says, with
 * its kind. */
import { ask, withQuery } from "../core/api.js";
import { language } from "../core/text.js";

const PAGE_SIZE = 48;

const collator = () => new Intl.Collator(language(), { sensitivity: "base", numeric: true });

const ORDERS = {
	title: () => {
		const { compare } = collator();
		return (one, other) => compare(one.sort_title, other.sort_title);
	},
	year: () => (one, other) => (one.year ?? 0) - (other.year ?? 0),
	created_at: () => (one, other) => one.created_at.localeCompare(other.created_at),
};

function orderOf(sort) {
	const compare = ORDERS[sort.replace(/^-/, "")]();
	return sort.startsWith("-") ? (one, other) => -compare(one, other) : compare;
}

function sourceOf(kind, query, signal) {
	const source = { kind, items: [], cursor: null, isDone: false };

	source.load = async () => {
		if (source.isDone || source.items.length > 0)
			return;
		const page = await ask(withQuery(`/${kind}`,
			{ limit: PAGE_SIZE, ...query, cursor: source.cursor }), { signal });
		source.items.push(...page.items.map((item) => ({ ...item, kind })));
		source.cursor = page.next_cursor;
		source.isDone = !page.next_cursor;
	};
	return source;
}

function nextOf(sources, order) {
	const ready = sources.filter(({ items }) => items.length > 0);
	if (ready.length === 0)
		return null;
	const first = ready.reduce((best, source) =>
		order(source.items[0], best.items[0]) < 0 ? source : best);
	return first.items.shift();
}

/* kinds: of "movies", "series"; query: what both lists understand. The
 * answer's next() resolves to the next page of titles; isDone() is true when
 * there are no more. */
export function openTitles(kinds, query, signal) {
	const sources = kinds.map((kind) => sourceOf(kind, query, signal));
	const order = orderOf(query.sort);

	return {
		async next() {
			const titles = [];
			while (titles.length < PAGE_SIZE) {
				await Promise.all(sources.map((source) => source.load()));
				const title = nextOf(sources, order);
				if (!title)
					break;
				titles.push(title);
			}
			return titles;
		},
		isDone: () => sources.every(({ isDone, items }) => isDone && items.length === 0),
	};
}
