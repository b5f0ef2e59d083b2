/* A button that opens a list of choices, of which one holds. */
import { fill, make, setShown } from "../core/dom.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/* Arrows walk through the items, Escape leaves them. */
function moveByKeys(panel, items, leave) {
	panel.addEventListener("keydown", (event) => {
		const all = items();
		const at = all.indexOf(document.activeElement);
		if (event.key === "Escape")
			leave();
		else if (event.key in STEPS)
			all.at((at + STEPS[event.key]) % all.length).focus();
		else
			return;
		event.preventDefault();
		event.stopPropagation();
	});
}

/* button opens it. The answer's update(offer) takes { choices: [[value,
 * name]], current, choose } or null; a menu with less than `least` choices
 * is not offered. onChosen() follows each choice. */
export function createMenu(button, label, least, onChosen) {
	const panel = make("div.panel", { role: "menu", "aria-label": label, hidden: true });
	const root = make("div.chooser", { hidden: true }, button, panel);
	const control = new AbortController();
	let shown = "";

	const items = () => [...panel.querySelectorAll("button")];

	function setOpen(isOpen) {
		setShown(panel, isOpen);
		button.setAttribute("aria-expanded", String(isOpen));
		if (isOpen)
			(panel.querySelector("[aria-checked=true]") ?? items()[0])?.focus();
	}

	function item([value, name], offer) {
		return make("button", { type: "button", role: "menuitemradio",
			"aria-checked": String(value === offer.current),
			onclick: () => {
				offer.choose(value);
				setOpen(false);
				button.focus();
				onChosen();
			} }, name);
	}

	button.setAttribute("aria-haspopup", "menu");
	button.setAttribute("aria-expanded", "false");
	button.addEventListener("click", () => setOpen(panel.hidden));
	moveByKeys(panel, items, () => {
		setOpen(false);
		button.focus();
	});
	document.addEventListener("pointerdown", (event) => {
		if (!root.contains(event.target))
			setOpen(false);
	}, { signal: control.signal });

	return {
		root,
		isOpen: () => !panel.hidden,
		close: () => control.abort(),
		update(offer) {
			const choices = offer?.choices ?? [];
			const wanted = JSON.stringify([choices, offer?.current]);
			setShown(root, choices.length >= least);
			if (wanted === shown)
				return;
			shown = wanted;
			const hadFocus = panel.contains(document.activeElement);
			fill(panel, choices.map((choice) => item(choice, offer)));
			if (hadFocus)
				(panel.querySelector("[aria-checked=true]") ?? button).focus();
		},
	};
}
