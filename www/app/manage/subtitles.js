/* Subtitles that are added to a film. */
import { ask, withQuery } from "../core/api.js";
import { openDialog } from "../core/dialog.js";
import { fill, make } from "../core/dom.js";
import { act } from "../core/notice.js";
import { joined, languageName, t } from "../core/text.js";
import { action } from "../core/ui.js";
import { openForm } from "./form.js";

const ROWS = () => [
	{ name: "file", as: "file", label: t("subtitles.file"), type: "file",
		accept: ".srt,.vtt,text/vtt", required: true },
	{ name: "language", label: t("subtitles.language"), maxlength: 35,
		hint: t("subtitles.language.hint"), required: true },
	{ name: "label", label: t("subtitles.label"), maxlength: 100 },
	{ name: "forced", as: "flag", label: t("subtitles.forced"), type: "checkbox" },
];

const add = (mediaId) => openForm({
	title: t("subtitles.add"), rows: ROWS(), yes: t("subtitles.add"),
	send: ({ file, language, label, forced }) => ask(
		withQuery(`/media-files/${mediaId}/subtitles`, { language, label,
			forced: forced ? "true" : "", filename: file.name }), {
			method: "POST", body: file,
			headers: { "Content-Type": "application/octet-stream" } }),
});

/* The list of a film's subtitles, with adding and taking away. */
export function openSubtitles(mediaId, title) {
	const path = `/media-files/${mediaId}/subtitles`;
	const list = make("ul.choices");

	async function draw() {
		const { items } = await ask(path);
		fill(list, items.map((item) => make("li.choice", {},
			make("div", {}, make("p.name", {}, item.label),
				make("p.quiet", {}, joined(languageName(item.language),
					item.forced && t("subtitles.isForced"),
					!item.published && t("subtitles.soon")))),
			action(t("delete"), async () => {
				await ask(`${path}/${item.id}`, { method: "DELETE" });
				await draw();
			}, { kind: "small" }))),
		items.length === 0 && make("li.quiet", {}, t("subtitles.none")));
	}

	const dialog = openDialog({
		title: t("subtitles.of", { title }),
		body: make("div.stack", {}, list, make("p.row", {},
			action(t("subtitles.add"), async () => await add(mediaId) && draw(),
				{ kind: "strong" }),
			make("button.button.plain", { type: "button",
				onclick: () => dialog.close() }, t("close")))),
	});
	return act(null, draw);
}
