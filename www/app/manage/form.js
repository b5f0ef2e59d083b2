/* A dialog whose fields are a table, and what the house says to them. */
import { Problem } from "../core/api.js";
import { make, setText } from "../core/dom.js";
import { openDialog } from "../core/dialog.js";
import { field } from "../core/field.js";
import { during } from "../core/session.js";
import { t } from "../core/text.js";

/* What an input's text means, by the row's `as`; empty is null. */
const READ = {
	text: ({ value }) => value.trim() || null,
	number: ({ value }) => value.trim() === "" ? null : Number(value),
	list: ({ value }) => value.split(",").map((part) => part.trim()).filter(Boolean),
	flag: ({ checked }) => checked,
	raw: ({ value }) => value,
	file: ({ files }) => files[0] ?? null,
};

const valuesOf = (rows, fields) => Object.fromEntries(rows.map(
	({ name, as = "text" }) => [name, READ[as](fields[name].input)]));

/* Where the house names no field, the sentence stands below all. */
function complain(problem, fields, state) {
	const named = Object.entries(problem.fields ?? {})
		.filter(([name]) => fields[name]);
	Object.entries(fields).forEach(([name, each]) =>
		each.complain(problem.fields?.[name] ?? ""));
	setText(state, named.length > 0 ? "" : problem.message);
	if (named.length > 0)
		fields[named[0][0]].input.focus();
}

/* rows: [{ name, as, …what field() takes }]. send(values) does it; the dialog
 * stays open with what was wrong. Resolves to true once it went well. */
export function openForm({ title, rows, yes = t("save"), send, lines = [] }) {
	return new Promise((resolve) => {
		const fields = Object.fromEntries(rows.map(
			({ name, as: _as, ...given }) => [name, field({ name, ...given })]));
		const state = make("p.wrong", { role: "alert", hidden: true });
		const submit = make("button.button.strong", { type: "submit" }, yes);
		let isDone = false;

		async function submitted(event) {
			event.preventDefault();
			submit.disabled = true;
			try {
				await during(() => send(valuesOf(rows, fields)));
				isDone = true;
				dialog.close();
			} catch (problem) {
				if (!(problem instanceof Problem))
					reportError(problem);
				complain(problem, fields, state);
			}
			submit.disabled = false;
		}

		const dialog = openDialog({ title, onClose: () => resolve(isDone),
			body: make("form", { onsubmit: submitted },
				lines.map((line) => make("p.quiet", {}, line)),
				Object.values(fields).map(({ root }) => root), state,
				make("p.row", {}, submit, make("button.button.plain", {
					type: "button", onclick: () => dialog.close() }, t("cancel")))) });
	});
}

/* Only what differs from what was read: a merge patch (RFC 7396). */
export const changesOf = (values, before) => Object.fromEntries(
	Object.entries(values).filter(([name, value]) =>
		JSON.stringify(value) !== JSON.stringify(before[name] ?? null)));
