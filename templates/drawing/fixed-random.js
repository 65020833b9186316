// Makes Math.random() repeat itself, so that the same source gives the same drawing: Mermaid names the commits of a Git graph at
// random.
export function resetRandom() {
	let state = 1;
	Math.random = () => (state = state * 48271 % 2147483647) / 2147483647;
}
