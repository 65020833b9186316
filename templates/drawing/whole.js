// Keeps the words of a flattened diagram in their boxes, and all of it in the drawing.

const BOX_EDGE = 4; // px between words and the sides of their box

// Makes words that are wider than the box in which they stand as small as they have to be: Mermaid does not always measure
// them, as in a field of a packet, and no box breaks a word.
export function fitWords(seen) {
	seen.forEach((piece, index) => {
		const { a, b, c, e, f } = piece.matrix;
		if (piece.name !== 'text' || b || c || a <= 0)
			return;
		const middle = (piece.x + piece.end) / 2 * a + e, y = (piece.y - piece.size * .3) * piece.matrix.d + f;
		const box = seen.slice(0, index).findLast(({ name, look, box: one }) => name === 'rect' && (look.fill || look.stroke) && one.left <= middle && middle <= one.right && one.top <= y && y <= one.bottom)?.box;
		const room = box && (box.right - box.left - 2 * BOX_EDGE) / a, width = piece.end - piece.x;
		if (!box || room <= 0 || width <= room || (piece.x * a + e >= box.left && piece.end * a + e <= box.right))
			return;
		const size = piece.size * room / width;
		Object.assign(piece, { y: piece.y - (piece.size - size) * .35, size, x: ((box.left + box.right) / 2 - e) / a - room / 2, end: ((box.left + box.right) / 2 - e) / a + room / 2 });
	});
}

// The box of the drawing: what Mermaid says, and all shapes and words, which may be beyond it, as the frame of a long title is.
export function wholeBox({ x, y, width, height }, seen) {
	const box = { left: x, top: y, right: x + width, bottom: y + height };
	for (const { name, box: own, matrix, ...piece } of seen) {
		const [from, to] = name === 'text' ? [[piece.x, piece.y - piece.size], [piece.end, piece.y + piece.size * .3]].map(([left, top]) => new DOMPoint(left, top).matrixTransform(matrix))
			: [{ x: own.left, y: own.top }, { x: own.right, y: own.bottom }];
		box.left = Math.min(box.left, from.x, to.x);
		box.right = Math.max(box.right, from.x, to.x);
		box.top = Math.min(box.top, from.y, to.y);
		box.bottom = Math.max(box.bottom, from.y, to.y);
	}
	return { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top };
}
