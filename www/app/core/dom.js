/* The page's nodes. Text goes in as text only, never as markup. */

export const find = (selector, root = document) => root.querySelector(selector);

/* How a property is put on a node; whatever is not named here is an
 * attribute. True and false add and leave out. */
const SETTERS = {
	dataset: (node, value) => Object.assign(node.dataset, value),
	vars: setVars,
	value: (node, value) => { node.value = value; },
	checked: (node, value) => { node.checked = value; },
	indeterminate: (node, value) => { node.indeterminate = value; },
};

function setVars(node, vars) {
	for (const [name, value] of Object.entries(vars))
		node.style.setProperty(name, value);
}

function setProp(node, name, value) {
	if (name.startsWith("on"))
		node.addEventListener(name.slice(2), value);
	else if (name in SETTERS)
		SETTERS[name](node, value);
	else if (value === true || value === false)
		node.toggleAttribute(name, value);
	else if (value !== null && value !== undefined)
		node.setAttribute(name, value);
}

/* make("a.button.small", { href, onclick }, "text", node, …): strings become
 * text, null and false nothing. */
export function make(what, props = {}, ...children) {
	const [tag, ...classes] = what.split(".");
	const node = document.createElement(tag);
	if (classes.length > 0)
		node.className = classes.join(" ");
	for (const [name, value] of Object.entries(props))
		setProp(node, name, value);
	put(node, ...children);
	return node;
}

/* Appends children as make() takes them. */
export function put(node, ...children) {
	node.append(...children.flat(2).filter(
		(child) => child !== null && child !== undefined && child !== false));
}

/* Only these children from now on. */
export function fill(node, ...children) {
	node.replaceChildren();
	put(node, ...children);
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

/* A progress bar at so many per mille; null hides it. */
export function setProgress(bar, permille) {
	setShown(bar, permille !== null);
	if (permille !== null && bar.value !== permille)
		bar.value = permille;
}

const SVG = "http://www.w3.org/2000/svg";

/* A drawing of 24 by 24 from one path; read by nobody, so its button needs
 * a label. */
export function icon(path) {
	const svg = document.createElementNS(SVG, "svg");
	const line = document.createElementNS(SVG, "path");
	svg.setAttribute("viewBox", "0 0 24 24");
	svg.setAttribute("aria-hidden", "true");
	svg.setAttribute("class", "icon");
	line.setAttribute("d", path);
	svg.append(line);
	return svg;
}
