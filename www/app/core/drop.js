/* Files dropped anywhere on the page. */
import { setShown, setText } from "./dom.js";
import { t } from "./text.js";

const hasFiles = (event) => event.dataTransfer?.types.includes("Files");

/* curtain shows while files hover; onFiles(files) gets what was dropped. */
export function acceptDrops(curtain, onFiles) {
	const over = (event) => {
		if (!hasFiles(event))
			return;
		event.preventDefault();
		setText(curtain.firstElementChild, t("upload.letGo"));
		setShown(curtain, true);
	};
	document.addEventListener("dragenter", over);
	document.addEventListener("dragover", over);
	document.addEventListener("dragleave", (event) => {
		if (!event.relatedTarget)
			setShown(curtain, false);
	});
	document.addEventListener("drop", (event) => {
		if (!hasFiles(event))
			return;
		event.preventDefault();
		setShown(curtain, false);
		onFiles([...event.dataTransfer.files]);
	});
}
