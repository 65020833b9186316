// The same source gives the same drawing: commits of a Git graph have random names.
export function resetChance() {
	let state = 1;
	Math.random = () => (state = state * 48271 % 2147483647) / 2147483647;
}
