/* Small helpers for the page's own templates. Text goes in as text only. */

export const find = (selector, root = document) => root.querySelector(selector);

/* A fresh copy of the one element inside <template id=…>. */
export function copyOf(templateId) {
	const template = document.getElementById(templateId);
	return template.content.firstElementChild.cloneNode(true);
}

/* Writes only what differs, so that a refresh neither flickers nor disturbs
 * a selection. An empty text hides the node. */
export function setText(node, text) {
	if (node.textContent !== text)
		node.textContent = text;
	setShown(node, text !== "");
}

export function setShown(node, shown) {
	if (node.hidden === shown)
		node.hidden = !shown;
}

/* A picture and what it is, in words; null hides it. */
export function setPicture(image, address, words) {
	setShown(image, address !== null);
	if (address !== null && image.getAttribute("src") !== address)
		image.src = address;
	if (image.alt !== words)
		image.alt = words;
}

/* A progress bar at so many per mille; null hides it. */
export function setProgress(bar, permille) {
	setShown(bar, permille !== null);
	if (permille !== null && bar.value !== permille)
		bar.value = permille;
}
