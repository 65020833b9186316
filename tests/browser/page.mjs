// Keys and clicks for pages over WebDriver; plain WebDriver and BiDi have the same words for them.
const KEYS = {
	Space: ' ', Enter: '\uE006', Escape: '\uE00C', ArrowLeft: '\uE012', ArrowRight: '\uE014', PageUp: '\uE00E', PageDown: '\uE00F',
};

export const keyActions = (key) => ({ type: 'key', id: 'keys', actions: ['keyDown', 'keyUp'].map((type) => ({ type, value: KEYS[key] ?? key })) });

export const clickActions = ([x, y]) => ({
	type: 'pointer', id: 'mouse', actions: [{ type: 'pointerMove', x, y }, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }],
});

// Runs in the page.
export function centerOf(selector) {
	const box = document.querySelector(selector).getBoundingClientRect();
	return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];
}

// Whether an address is the deck's own file or its server's.
export const isOwn = (url, deck) => url.split(/[?#]/)[0] === deck.split(/[?#]/)[0]
	|| (/^http/.test(deck) && new URL(url).origin === new URL(deck).origin);
