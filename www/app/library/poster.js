/* Posters: the house's picture, or a card of letters where it has none. */
import { make } from "../core/dom.js";

/* Each title's light falls from its own side: a number in 0…1 from its id.
 * Steps of the golden ratio keep neighbouring ids apart. */
export function lightOf(id) {
	let hash = 7;
	for (const letter of id)
		hash = (hash * 31 + letter.codePointAt(0)) % 99991;
	return (hash * 0.618034) % 1;
}

/* Long titles are set smaller, by steps. */
const STEPS = [[14, "short"], [30, "middle"], [Infinity, "long"]];

const lengthOf = (text) => STEPS.find(([most]) => text.length <= most)[1];

function letters({ id, title, year }) {
	const light = lightOf(id);
	return make("div.letters", {
		"aria-hidden": "true",
		dataset: { length: lengthOf(title), form: Math.floor(light * 4) },
		vars: { "--light": light.toFixed(3) },
	},
	make("span.name", {}, title), year && make("span.when", {}, String(year)));
}

/* The picture is decoration: whatever holds it says the title. One that does
 * not come gives way to letters. */
export function poster(title, lazy = true) {
	const root = make("div.poster");
	if (!title.poster) {
		root.append(letters(title));
		return root;
	}
	root.append(make("img", {
		alt: "", width: 400, height: 600, decoding: "async",
		loading: lazy ? "lazy" : "eager", src: title.poster,
		onerror: () => root.replaceChildren(letters(title)),
	}));
	return root;
}
