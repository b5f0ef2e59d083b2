/* Which film a title has: attaching, replacing and taking it away. */
import { ask, askAll } from "../core/api.js";
import { openDialog } from "../core/dialog.js";
import { fill, make } from "../core/dom.js";
import { act } from "../core/notice.js";
import { joined, moment, t } from "../core/text.js";
import { action, link } from "../core/ui.js";
import { figuresOf, stateOf } from "../library/media.js";

const attach = (kind, title, mediaId) => ask(`/${kind}/${title.id}`, {
	method: "PATCH", json: { media_file_id: mediaId }, version: title.version });

const row = (file, choose) => make("li.choice", {},
	make("div", {}, make("p.name", {}, file.file_name),
		make("p.quiet", {}, joined(stateOf(file), figuresOf(file), moment(file.created_at)))),
	action(t("film.take"), () => choose(file), { kind: "small" }));

/* Resolves to whether the title has another film now. */
export function chooseFilm(kind, title) {
	return new Promise((resolve) => {
		let isDone = false;
		const list = make("ul.choices", {}, make("li.quiet", {}, t("loading")));
		const set = async (mediaId) => {
			await attach(kind, title, mediaId);
			isDone = true;
			dialog.close();
		};
		const dialog = openDialog({
			title: t("film.of", { title: title.title }),
			onClose: () => resolve(isDone),
			body: make("div.stack", {},
				make("p.quiet", {}, t("film.hint")), list,
				make("p.row", {}, link(t("nav.upload"), "/upload", "small"),
					title.media_file_id && action(t("film.drop"), () => set(null),
						{ kind: "small" }),
					make("button.button.plain.small", { type: "button",
						onclick: () => dialog.close() }, t("cancel")))),
		});
		dialog.querySelector("a")?.addEventListener("click", () => dialog.close());
		act(null, async () => {
			const files = await askAll("/media-files", { sort: "-created_at" }, 300);
			const free = files.filter(({ media_type: type }) => type === null);
			fill(list, free.map((file) => row(file, ({ id }) => set(id))),
				free.length === 0 && make("li.quiet", {}, t("film.noneFree")));
		});
	});
}
