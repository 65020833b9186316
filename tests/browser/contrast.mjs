// Contrast as WCAG 2 has it (1.4.3).

// Returns the ratio of each pair of CSS colors.
export const contrasts = (page, pairs) => page.evaluate((all) => {
	const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
	const luminance = (color) => {
		pen.fillStyle = color;
		pen.fillRect(0, 0, 1, 1);
		const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((part) => part / 255).map((part) => (part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4));
		return .2126 * r + .7152 * g + .0722 * b;
	};
	return all.map((pair) => pair.map(luminance).sort((a, b) => a - b)).map(([low, high]) => (high + .05) / (low + .05));
}, pairs);
