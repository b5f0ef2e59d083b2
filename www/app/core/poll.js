/* Asking again and again, never while the page is out of sight. */

/* Calls step() now and after each answer again in so many milliseconds as it
 * resolves to (null: never again), until signal is aborted. A step that fails
 * is tried again after failed_ms. The answer's now() asks at once. */
export function poll(step, signal, failed_ms = 10000) {
	let timer = 0;
	let line = Promise.resolve();

	async function once() {
		clearTimeout(timer);
		if (signal.aborted || document.hidden)
			return;
		const wait = await step().catch(() => failed_ms);
		clearTimeout(timer);
		if (wait !== null && !signal.aborted)
			timer = setTimeout(now, wait);
	}

	function now() {
		line = line.then(once);
		return line;
	}

	document.addEventListener("visibilitychange",
		() => document.hidden || now(), { signal });
	signal.addEventListener("abort", () => clearTimeout(timer));
	now();
	return { now };
}
