// TeX as MathML Core, which every present browser draws with the fonts that it has: a deck carries neither
// fonts nor scripts nor styles for it.

const KEPT = new Set(['accent', 'accentunder', 'columnalign', 'columnlines', 'columnspacing', 'depth', 'display',
	'displaystyle', 'encoding', 'fence', 'height', 'largeop', 'linethickness', 'lspace', 'mathbackground', 'mathcolor',
	'mathsize', 'mathvariant', 'maxsize', 'minsize', 'movablelimits', 'notation', 'rowlines', 'rowspacing', 'rspace',
	'scriptlevel', 'separator', 'side', 'stretchy', 'symmetric', 'voffset', 'width']);

const MATHML = 'http://www.w3.org/1998/Math/MathML';
const OPERATOR_SPACE = '0.2778em'; // beside an operator that is in no dictionary (MathML Core, 3.2.4.2)

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

// A value of a list for columns or rows; its last one goes on.
const valueAt = (list, index) => list[Math.min(index, list.length - 1)];
const listOf = (table, name) => (table.getAttribute(name) ?? '').split(/\s+/).filter(Boolean);
const set = (element, name, value, isSet) => isSet && element.setAttribute(name, value);

// MathML Core has no attributes for the columns of a table: its cells say how they stand, and the deck's stylesheet knows them
// (templates/deck/prose/prose.css). Of KaTeX's cells around equations only those with a number are kept.
function finishTable(table) {
	const [aligns, gaps, columns, lines] = ['columnalign', 'columnspacing', 'columnlines', 'rowlines'].map((name) => listOf(table, name));
	const rows = [...table.children].map((row) => {
		row.querySelectorAll(':scope > .mtr-glue').forEach((glue) => glue.remove());
		return row;
	});
	if (rows.every((row) => !row.querySelector(':scope > .mml-eqn-num')?.childNodes.length))
		rows.forEach((row) => row.querySelector(':scope > .mml-eqn-num')?.remove());
	rows.forEach((row, y) => {
		const cells = [...row.children].filter((cell) => !cell.matches('.mml-eqn-num'));
		set(row, 'rowlines', valueAt(lines, y), lines.length && y < rows.length - 1 && valueAt(lines, y) !== 'none');
		cells.forEach((cell, x) => {
			const isLast = x === cells.length - 1;
			set(cell, 'columnalign', valueAt(aligns, x), aligns.length);
			set(cell, 'columnlines', valueAt(columns, x), !isLast && columns.length && valueAt(columns, x) !== 'none');
			set(cell, 'lspace', '0em', x && parseFloat(valueAt(gaps, x - 1)) === 0);
			set(cell, 'rspace', '0em', !isLast && parseFloat(valueAt(gaps, x)) === 0);
		});
	});
}

// Whether all of a token is upright letters, so that it reads the same as one text.
const isWords = (token) => [...token.querySelectorAll('*')].every((part) => part.localName === 'mrow' || ['mn', 'mtext'].includes(part.localName)
	|| (part.localName === 'mi' && part.getAttribute('mathvariant') === 'normal'));

// Whether an operator begins it: that has space of its own, also below and above words.
const beginsOperator = (part) => part?.localName === 'mo' || (part && beginsOperator(part.firstElementChild));

function rowOf(token) {
	const row = token.ownerDocument.createElementNS(MATHML, 'mrow');
	const isSpaced = token.localName === 'mo' && !beginsOperator(token.firstElementChild);
	const space = (name) => {
		const gap = token.ownerDocument.createElementNS(MATHML, 'mspace');
		gap.setAttribute('width', token.getAttribute(name) ?? OPERATOR_SPACE);
		return gap;
	};
	row.append(...(isSpaced ? [space('lspace')] : []), ...token.childNodes, ...(isSpaced ? [space('rspace')] : []));
	return row;
}

// KaTeX puts whole formulas into one operator or identifier (\bmod, \overset, \mathbin{…}). Such an element holds text only:
// HTML would read what is in it as HTML. Words become its text, all else a row with the operator's space beside it.
function openTokens(math) {
	for (const token of [...math.querySelectorAll('mi, mo')].filter((one) => one.firstElementChild).reverse()) {
		if (token.localName === 'mo' && isWords(token))
			token.replaceChildren(token.textContent);
		else
			token.replaceWith(rowOf(token));
	}
}

// The element <math> of KaTeX's markup. It is XML: as HTML it would change where a token has elements.
function parseMath(markup) {
	const math = new DOMParser().parseFromString(markup, 'application/xml').querySelector('math');
	if (!math)
		throw new Error('it has a character that no formula may have');
	return document.importNode(math, true);
}

export function drawMath(source, isDisplay) {
	const math = parseMath(globalThis.katex.renderToString(source, {
		displayMode: isDisplay,
		output: 'mathml',
		throwOnError: true,
		strict: 'ignore',
		trust: ({ command }) => {
			throw new Error(`${command} is not drawn in a deck`);
		},
		maxSize: 40,
		maxExpand: 1000,
	}));
	openTokens(math);
	math.querySelectorAll('mtable').forEach(finishTable);
	for (const element of [math, ...math.querySelectorAll('*')]) {
		for (const { name } of [...element.attributes]) {
			if (!KEPT.has(name))
				element.removeAttribute(name);
		}
	}
	finishRules(math);
	return math.outerHTML;
}
