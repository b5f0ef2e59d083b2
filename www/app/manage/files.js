/* All media files: what came in, and what became of it. */
import { ask, withQuery } from "../core/api.js";
import { confirm } from "../core/dialog.js";
import { fill, make, put, setShown } from "../core/dom.js";
import { act, say } from "../core/notice.js";
import { keepQuery } from "../core/router.js";
import { duration, joined, moment, size, t } from "../core/text.js";
import { action, empty, heading, link } from "../core/ui.js";
import { figuresOf, isHopeless, isUnderWay, mediaOf, stateLine } from "../library/media.js";
import { titleForm } from "../upload/title-form.js";
import { openSubtitles } from "./subtitles.js";
import "./texts.js";

const TYPING_MS = 250;
const STATUSES = ["", "UPLOADED", "PROCESSING", "READY", "ERROR"];
const SORTS = ["-created_at", "created_at", "file_name", "-size_bytes"];

async function remove(file, redraw) {
	const lines = [t("delete.final"), t("file.goes", { size: size(file.size_bytes) })];
	if (isUnderWay(file))
		lines.push(t("file.stops"));
	if (!await confirm({ title: t("delete.of", { title: file.file_name }),
		lines, yes: t("delete.forEver"), danger: true }))
		return;
	await ask(`/media-files/${file.id}`, { method: "DELETE" });
	say(t("delete.done", { title: file.file_name }));
	await redraw(null);
}

async function again(file, redraw) {
	await ask(`/media-files/${file.id}/process`, { method: "POST" });
	say(t("encode.done"));
	await redraw(file.id);
}

async function drop(file, redraw) {
	if (!await confirm({ title: t("drop.title"), lines: [t("drop.what"),
		t("drop.keeps", { size: size(file.size_bytes) })],
	yes: t("drop.yes"), danger: true }))
		return;
	await ask(`/media-files/${file.id}/derivatives`, { method: "DELETE" });
	await redraw(file.id);
}

const TOOLS = [
	{ label: "tool.encode", when: (file) => file.status !== "PROCESSING"
		&& !isHopeless(file), does: again },
	{ label: "tool.subtitles", when: () => true,
		does: (file) => openSubtitles(file.id, file.file_name) },
	{ label: "tool.drop", when: ({ status }) => status === "READY", does: drop },
	{ label: "tool.delete", when: () => true, does: remove },
];

function more(file, redraw, signal) {
	const form = file.media_type === null && titleForm(
		{ file: { name: file.file_name }, mediaId: file.id }, signal);
	return make("details.more", {}, make("summary", {}, t("manage")),
		form, make("p.row", {}, TOOLS.filter(({ when }) => when(file)).map(
			({ label, does }) => action(t(label), () => does(file, redraw),
				{ kind: "small" })),
		make("a.button.small", { href: `/api/v1/media-files/${file.id}/original`,
			download: file.file_name }, t("file.original"))));
}

async function fillRow(row, file, redraw, signal) {
	const media = isUnderWay(file) ? await mediaOf(file.id) : { file, job: null };
	fill(row, make("div.heading", {},
		make("div", {}, make("h2", {}, file.file_name),
			make("p.quiet", {}, joined(figuresOf(file),
				file.duration_ms && duration(file.duration_ms),
				t(`file.${file.media_type ?? "free"}`), moment(file.created_at)))),
		file.status === "READY" && link(t("play"), `/watch/file/${file.id}`, "small")),
	stateLine(media, signal, () => redraw(file.id)),
	file.warnings?.map((warning) => make("p.quiet", {}, warning)),
	more(file, redraw, signal));
}

function createFilters(query, onChange) {
	let timer = 0;
	const q = make("input", { type: "search", "aria-label": t("file.search"),
		placeholder: t("file.search"), value: query.get("q") ?? "" });
	const status = make("select", { "aria-label": t("file.status") },
		STATUSES.map((value) => make("option", { value },
			t(value ? `file.${value}` : "show.all"))));
	const sort = make("select", { "aria-label": t("filter.sort") },
		SORTS.map((value) => make("option", { value }, t(`sort.${value}`))));
	status.value = query.get("status") ?? "";
	sort.value = SORTS.includes(query.get("sort")) ? query.get("sort") : SORTS[0];
	const root = make("form.filters", { role: "search", oninput: () => {
		clearTimeout(timer);
		timer = setTimeout(onChange, TYPING_MS);
	}, onsubmit: (event) => event.preventDefault() }, q, status, sort);
	return { root, asked: () => ({ q: q.value.trim(), status: status.value,
		sort: sort.value === SORTS[0] ? "" : sort.value }) };
}

export async function open({ place, query, signal, changed }) {
	const rows = make("ul.rows");
	const next = make("button.button", { type: "button", hidden: true }, t("more"));
	const filters = createFilters(query, () => act(null, begin));
	let cursor = null;

	async function load() {
		const asked = filters.asked();
		const page = await ask(withQuery("/media-files",
			{ limit: 30, ...asked, cursor }), { signal });
		cursor = page.next_cursor;
		setShown(next, Boolean(cursor));
		await Promise.all(page.items.map((file) => {
			const row = make("li.row-of", { "data-id": file.id });
			put(rows, row);
			return fillRow(row, file, redraw, signal);
		}));
	}

	async function begin() {
		keepQuery(filters.asked());
		cursor = null;
		fill(rows);
		await load();
		if (rows.children.length === 0)
			fill(rows, empty(t("file.none"), t("upload.hint")));
	}

	/* One row anew, or all. */
	async function redraw(id) {
		changed();
		const row = id && rows.querySelector(`[data-id="${id}"]`);
		if (!row)
			return begin();
		return fillRow(row, await ask(`/media-files/${id}`), redraw, signal);
	}

	next.addEventListener("click", () => act(next, load));
	fill(place, make("div.heading", {}, heading(t("nav.files")),
		link(t("nav.upload"), "/upload", "strong")), filters.root, rows,
	make("p.centre", {}, next));
	await begin();
}
