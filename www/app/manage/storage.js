/* How full the house is. */
import { ask } from "../core/api.js";
import { fill, make } from "../core/dom.js";
import { has, size, t } from "../core/text.js";
import { heading, link } from "../core/ui.js";
import "./texts.js";

const word = (area) => has(`area.${area}`) ? t(`area.${area}`) : area;

const figure = (number, name) => make("li.figure", {},
	make("p.number", {}, number), make("p.quiet", {}, name));

/* One line of a table whose bar is its share of the disk. */
const areaRow = ([name, bytes], whole) => make("tr", {},
	make("th", { scope: "row" }, word(name)),
	make("td.share", {}, make("span.share-bar",
		{ dataset: { area: name, empty: bytes === 0 },
			vars: { "--share": String(whole > 0 ? bytes / whole : 0) } })),
	make("td.amount", {}, size(bytes)));

export async function open({ place, signal }) {
	const { bytes, free_bytes: free, media_files: files } = await ask("/stats", { signal });
	const used = Object.values(bytes).reduce((sum, part) => sum + part, 0);
	const rows = Object.entries(bytes);
	if (free !== null)
		rows.push(["free", free]);
	const whole = used + (free ?? 0);
	const total = Object.values(files).reduce((sum, part) => sum + part, 0);
	fill(place, make("div.heading", {}, heading(t("nav.storage"))),
		make("ul.figures", {},
			figure(size(used), t("storage.used")),
			free !== null && figure(size(free), t("storage.free")),
			figure(String(files.READY), t("file.READY")),
			figure(String(total), t("storage.files"))),
		make("table.areas", {}, make("caption.unseen", {}, t("nav.storage")),
			make("tbody", {}, rows.map((row) => areaRow(row, whole)))),
		make("p.row", {}, link(t("storage.biggest"), "/files?sort=-size_bytes", "small")));
}
