/* Questions in front of the page. The browser keeps the focus inside. */
import { make } from "./dom.js";
import { t } from "./text.js";

let count = 0;

/* Opens a dialog around body. onClose() follows, however it is closed. */
export function openDialog({ title, body, className = "", onClose }) {
	const id = `dialog-${++count}`;
	const dialog = make("dialog", { "aria-labelledby": id, class: className },
		make("h2", { id }, title), body);
	dialog.addEventListener("close", () => {
		/* What was said in it outlives it. */
		document.body.append(...dialog.querySelectorAll(".notice"));
		dialog.remove();
		onClose?.();
	});
	document.body.append(dialog);
	dialog.showModal();
	return dialog;
}

/* Resolves to true when the reader agrees. lines say what will happen. */
export function confirm({ title, lines = [], yes, danger = false }) {
	return new Promise((resolve) => {
		let agreed = false;
		const answer = (value) => () => {
			agreed = value;
			dialog.close();
		};
		const body = make("div.stack", {},
			lines.map((line) => make("p.quiet", {}, line)),
			make("p.row", {},
				make(danger ? "button.button.danger" : "button.button.strong",
					{ type: "button", onclick: answer(true) }, yes),
				make("button.button", { type: "button", autofocus: true,
					onclick: answer(false) }, t("cancel"))));
		const dialog = openDialog({ title, body, onClose: () => resolve(agreed) });
	});
}
