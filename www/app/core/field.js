/* Labelled inputs. */
import { make, setText } from "./dom.js";

let count = 0;

function inputOf({ type, choices, rows, value, ...attributes }) {
	if (choices)
		return selectOf(choices, value, attributes);
	if (rows)
		return make("textarea", { rows, ...attributes, value: value ?? "" });
	if (type === "checkbox")
		return make("input", { type, ...attributes, checked: Boolean(value) });
	return make("input", { type: type ?? "text", ...attributes,
		...(type === "file" ? {} : { value: value ?? "" }) });
}

function selectOf(choices, value, attributes) {
	const select = make("select", attributes, choices.map(
		([choice, name]) => make("option", { value: choice }, name)));
	select.value = value ?? choices[0]?.[0] ?? "";
	return select;
}

/* { root, input, complain(sentence) }. What is given besides label, hint and
 * the above goes to the input as attributes. */
export function field({ label, hint, ...given }) {
	const id = `field-${++count}`;
	const isBox = given.type === "checkbox";
	const input = inputOf({ id, ...given });
	const wrong = make("span.wrong", { id: `${id}-wrong`, role: "alert", hidden: true });
	const name = make("label", { for: id }, label);
	const root = make(isBox ? "div.field.box" : "div.field", {},
		isBox ? [input, name] : [name, input],
		hint && make("span.hint", { id: `${id}-hint` }, hint), wrong);
	input.setAttribute("aria-describedby",
		`${hint ? `${id}-hint ` : ""}${id}-wrong`);

	return {
		root,
		input,
		complain(sentence) {
			setText(wrong, sentence);
			input.toggleAttribute("aria-invalid", sentence !== "");
		},
	};
}
