// TeX as MathML Core, which every present browser draws with the fonts that it has: a deck carries neither
// fonts nor scripts nor styles for it.

const KEPT = new Set(['accent', 'accentunder', 'columnalign', 'columnlines', 'columnspacing', 'depth', 'display',
	'displaystyle', 'encoding', 'fence', 'height', 'largeop', 'linethickness', 'lspace', 'mathbackground', 'mathcolor',
	'mathsize', 'mathvariant', 'maxsize', 'minsize', 'movablelimits', 'notation', 'rowlines', 'rowspacing', 'rspace',
	'scriptlevel', 'separator', 'side', 'stretchy', 'symmetric', 'voffset', 'width']);

const emOf = (element, name) => parseFloat(element.getAttribute(name)) || 0;

// KaTeX gives a rule no height in its line, so that it would cover what stands above, and draws it in black, also on a dark
// ground.
function finishRules(math) {
	for (const place of math.querySelectorAll('mpadded:has(> mspace[mathbackground]:only-child)')) {
		const shift = emOf(place, 'voffset');
		if (place.firstElementChild.getAttribute('mathbackground') === 'black')
			place.firstElementChild.setAttribute('mathbackground', 'currentcolor');
		place.setAttribute('height', `${Math.max(0, emOf(place.firstElementChild, 'height') + shift)}em`);
		place.setAttribute('depth', `${Math.max(0, -shift)}em`);
	}
}

export function drawMath(source, isDisplay) {
	const page = document.createElement('template');
	page.innerHTML = globalThis.katex.renderToString(source, {
		displayMode: isDisplay,
		output: 'mathml',
		throwOnError: true,
		strict: 'ignore',
		trust: ({ command }) => {
			throw new Error(`${command} is not drawn in a deck`);
		},
		maxSize: 40,
		maxExpand: 1000,
	});
	const math = page.content.querySelector('math');
	for (const element of [math, ...math.querySelectorAll('*')]) {
		for (const { name } of [...element.attributes]) {
			if (!KEPT.has(name))
				element.removeAttribute(name);
		}
	}
	finishRules(math);
	return math.outerHTML;
}
