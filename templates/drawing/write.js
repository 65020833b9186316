// What was flattened in light and in dark, as one SVG: only what src/notes/html/drawing-clean.c lets through.

const STAGE = { width: 1152, height: 520 };
const LARGEST = 1.5; // how much larger than drawn: words of 20 px are as large as code that is alone on its slide then
const THINNEST = 1.5; // a line that is seen from the last row
const LEAST_CONTRAST = 4.5; // WCAG 2, 1.4.3

const escape = (text) => text.replace(/[&<>"]/g, (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[letter]);
const plain = (text) => text.replace(/[\u0000-\u001f\u007f\s]+/g, ' ').trim();
const round = (number) => String(Math.round(number * 10) / 10 || 0);
const hex = (rgb) => `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
const rgbOf = (color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

function luminance(rgb) {
	const [red, green, blue] = rgb.map((part) => part / 255).map((part) => (part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4));
	return .2126 * red + .7152 * green + .0722 * blue;
}

export function contrast(one, other) {
	const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (high + .05) / (low + .05);
}

// A color of both modes as CSS: a property of the deck, or the two.
export function colorOf(light, dark, palette) {
	const [one, other] = [hex(light), hex(dark)];
	for (const [name, pair] of Object.entries(palette)) {
		if (pair[0] === one && pair[1] === other)
			return `var(--${name})`;
	}
	return one === other ? one : `light-dark(${one},${other})`;
}

function blend(color, ground) {
	return color.rgb.map((part, i) => Math.round(part * color.alpha + ground[i] * (1 - color.alpha)));
}

// What is behind a piece of text: the paper and all shapes below its middle, one over the other.
function groundOf({ seen }, index, paper) {
	const { x, end, y, size, matrix } = seen[index];
	const middle = new DOMPoint((x + end) / 2, y - size * .3).matrixTransform(matrix);
	let ground = paper;
	for (const { look, box } of seen.slice(0, index)) {
		if (look.fill && box && box.left <= middle.x && middle.x <= box.right && box.top <= middle.y && middle.y <= box.bottom)
			ground = blend(look.fill, ground);
	}
	return ground;
}

// The ink of a text that can be read: its own, or the one of the palette that differs more from what is behind.
function inkOf(drawing, index, mode, palette) {
	const own = drawing.seen[index].look.fill.rgb;
	const ground = groundOf(drawing, index, rgbOf(palette.paper[mode]));
	if (contrast(own, ground) >= LEAST_CONTRAST)
		return own;
	return ['#1c2330', '#ffffff'].map(rgbOf).sort((a, b) => contrast(b, ground) - contrast(a, ground))[0];
}

function transformOf({ a, b, c, d, e, f }) {
	if (a === 1 && !b && !c && d === 1)
		return round(e) !== '0' || round(f) !== '0' ? ` transform="translate(${round(e)} ${round(f)})"` : '';
	const four = [a, b, c, d].map((number) => String(Math.round(number * 1e4) / 1e4));
	return ` transform="matrix(${[...four, round(e), round(f)].join(' ')})"`;
}

function paintOf(key, light, dark, palette) {
	if (!light)
		return key === 'fill' ? ' fill="none"' : '';
	const opacity = light.alpha < .995 ? ` ${key}-opacity="${Math.round(light.alpha * 100) / 100}"` : '';
	return ` ${key}="${colorOf(light.rgb, (dark ?? light).rgb, palette)}"${opacity}`;
}

function shape(light, dark, palette) {
	const { name, attributes, matrix, look } = light;
	let written = `<${name}`;
	for (const [key, value] of Object.entries(attributes))
		written += ` ${key}="${escape(value.replace(/-?\d*\.\d+(e-?\d+)?/g, (number) => round(parseFloat(number))))}"`;
	written += paintOf('fill', look.fill, dark.look.fill, palette) + paintOf('stroke', look.stroke, dark.look.stroke, palette);
	if (look.stroke)
		written += ` stroke-width="${round(Math.max(look.width, THINNEST))}"`;
	if (look.stroke && look.dashes)
		written += ` stroke-dasharray="${look.dashes}"`;
	if (look.stroke && look.cap !== 'butt')
		written += ` stroke-linecap="${look.cap}"`;
	if (look.rule === 'evenodd')
		written += ' fill-rule="evenodd"';
	return `${written}${transformOf(matrix)}/>`;
}

// A text is as wide as it was when its box was drawn, whatever font a listener has.
function text(piece, fill) {
	const words = piece.words.trim();
	let written = `<text x="${round(piece.x)}" y="${round(piece.y)}" textLength="${round(piece.end - piece.x)}" lengthAdjust="spacingAndGlyphs"`;
	written += ` font-size="${round(piece.size)}" fill="${fill}"`;
	written += piece.weight === '400' ? '' : ` font-weight="${piece.weight}"`;
	written += piece.isItalic ? ' font-style="italic"' : '';
	return `${written}${transformOf(piece.matrix)}>${escape(plain(words))}</text>`;
}

// Mermaid's plates behind labels are half-transparent, so that the line goes on through the words.
function coverLines({ seen }, mode, palette) {
	for (const { look, isPlate } of seen) {
		if (look.fill && (isPlate || hex(look.fill.rgb) === palette.paper[mode]))
			look.fill = { rgb: rgbOf(palette.paper[mode]), alpha: 1 };
	}
}

export function write(light, dark, palette, lang) {
	coverLines(light, 0, palette);
	coverLines(dark, 1, palette);
	if (light.seen.length !== dark.seen.length || light.seen.some(({ name }, i) => name !== dark.seen[i].name))
		dark = light;
	const { x, y, width, height } = light.box;
	const scale = Math.min(LARGEST, STAGE.width / width, STAGE.height / height);
	const name = plain(light.title) || (lang.startsWith('ko') ? '다이어그램' : 'Diagram');
	const words = light.seen.filter((item) => item.name === 'text').map((item) => plain(item.words)).join('; ');
	let written = `<svg role="img" width="${round(width * scale)}" height="${round(height * scale)}" viewBox="${[x, y, width, height].map(round).join(' ')}">`;
	written += `<title>${escape(name)}</title><desc>${escape(plain(light.description) ? `${plain(light.description)}: ${words}` : words)}</desc>`;
	light.seen.forEach((item, i) => {
		if (item.name === 'text')
			written += text(item, colorOf(inkOf(light, i, 0, palette), inkOf(dark, i, 1, palette), palette));
		else
			written += shape(item, dark.seen[i], palette);
	});
	return `${written}</svg>`;
}
