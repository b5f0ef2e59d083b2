/* One sentence at the foot of the page, which goes away by itself. */
import { make } from "./dom.js";
import { during } from "./session.js";

const STAYS_MS = 7000;

let root = null;
let timer = 0;

/* The sentence is read out as well. A wrong one stays until the next. */
export function say(sentence, isWrong = false) {
	root ??= document.body.appendChild(make("p.notice", { role: "status" }));
	/* A dialog is above everything else but what it holds. */
	(document.querySelector("dialog[open]:last-of-type") ?? document.body).append(root);
	root.textContent = sentence;
	root.classList.toggle("bad", isWrong);
	root.classList.add("shown");
	clearTimeout(timer);
	timer = setTimeout(() => {
		root.classList.remove("shown");
		document.body.append(root);
	}, isWrong ? 2 * STAYS_MS : STAYS_MS);
}

/* Runs action() while the button rests, asks to sign in where needed, and
 * says what went wrong. Resolves to whether it went well. */
export async function act(button, action) {
	if (button)
		button.disabled = true;
	try {
		await during(action);
		return true;
	} catch (problem) {
		say(problem.message, true);
		return false;
	} finally {
		if (button)
			button.disabled = false;
	}
}
