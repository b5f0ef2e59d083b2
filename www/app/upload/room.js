/* The room where films come in. */
import { ask } from "../core/api.js";
import { fill, make, setShown } from "../core/dom.js";
import { confirm } from "../core/dialog.js";
import { act } from "../core/notice.js";
import { moment, joined, percent, size, t } from "../core/text.js";
import { action, bar, heading } from "../core/ui.js";
import { memory } from "./memory.js";
import { unfinished, uploadRow } from "./row.js";
import { uploads } from "./uploads.js";

const TAKEN = "video/*,.mkv,.avi,.ts,.m2ts,.mts,.vob,.wmv,.flv,.mpg,.mpeg,.webm";

const picker = () => make("label.button.strong", {},
	make("input.unseen", { type: "file", multiple: true, accept: TAKEN,
		onchange: ({ target }) => {
			uploads.add([...target.files]);
			target.value = "";
		} }), t("upload.pick"));

function unfinishedRow(upload, redraw) {
	const done = upload.size_bytes
		? (1000 * upload.received_bytes) / upload.size_bytes : 0;
	const drop = async () => {
		const path = `/uploads/tus/${upload.id}`;
		if (!await confirm({ title: t("upload.drop"), lines: [upload.file_name],
			yes: t("delete"), danger: true }))
			return;
		await ask(path, { method: "DELETE", headers: { "Tus-Resumable": "1.0.0" } });
		memory.forget(`/api/v1${path}`);
		await redraw();
	};
	return make("li.upload", { "data-id": upload.id },
		make("div.heading", {}, make("h2", {}, upload.file_name),
			action(t("delete"), drop, { kind: "small" })),
		bar(t("upload.progress", { name: upload.file_name }), done),
		make("p.state", {}, joined(percent(done), upload.size_bytes && t("upload.of",
			{ sent: size(upload.received_bytes), whole: size(upload.size_bytes) }),
		upload.expires_at && t("upload.until", { when: moment(upload.expires_at) }))),
		make("p.quiet", {}, t("upload.pickAgain")));
}

export async function open({ place, signal, changed }) {
	const rows = make("ul.uploads");
	const old = make("ul.uploads");
	const oldPart = make("section", { hidden: true },
		make("h2.part", {}, t("upload.unfinished")), old);
	const known = new Map();

	function draw() {
		const all = uploads.all();
		for (const upload of all)
			if (!known.has(upload)) {
				known.set(upload, uploadRow(upload, signal));
				rows.prepend(known.get(upload).root);
			}
		for (const [upload, row] of known)
			if (all.includes(upload)) {
				row.update();
			} else {
				row.root.remove();
				known.delete(upload);
			}
		dropTaken(all);
	}

	/* What goes on above is no longer to be picked again. */
	function dropTaken(all) {
		for (const row of [...old.children])
			if (all.some(({ path }) => path?.endsWith(row.dataset.id)))
				row.remove();
		setShown(oldPart, old.children.length > 0);
	}

	async function drawOld() {
		const found = await unfinished();
		fill(old, found.map((upload) => unfinishedRow(upload, drawOld)));
		dropTaken(uploads.all());
	}

	changed();
	fill(place, make("div.heading", {}, heading(t("nav.upload"))),
		make("div.slot", {}, make("p.said", {}, t("upload.invite")),
			make("p.quiet", {}, t("upload.hint")), picker()),
		rows, oldPart);
	uploads.onChange(draw, signal);
	draw();
	await act(null, drawOld);
}
