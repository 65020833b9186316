// The source beside a stepped sequence: while a call lasts, the line that made it is lit.

// The lines that made calls, each with the first and the last row at which it is lit. The program wrote `data-calls`:
// "3-7 9" are a call from event 3 to event 7 and one that is event 9; "3-" does not end.
export function sourceLinesOf(block) {
	const rows = [...block.querySelectorAll('.row')];
	const rowOf = (event) => rows.findIndex((row) => row.dataset.call === event);
	return [...block.querySelectorAll('.source-line[data-calls]')].map((line) => ({
		line,
		spans: line.dataset.calls.split(' ').map((span) => {
			const [from, to = from] = span.split('-');
			return [rowOf(from), to ? rowOf(to) : rows.length - 1];
		}),
	}));
}

export function lightSource(lines, index) {
	const first = new Map(); // the first line that is lit, by its file
	for (const { line, spans } of lines) {
		const isBegun = spans.some(([from]) => from === index);
		const isLit = spans.some(([from, to]) => from >= 0 && from <= index && index <= to);
		line.classList.toggle('now', isLit);
		if (isLit && (isBegun || !first.has(line.parentNode)))
			first.set(line.parentNode, line);
	}
	for (const [code, line] of first)
		keepInView(code, line);
}

const LINE = 25, EDGES = 16; // pixels, as the stylesheet has them

// A file that scrolls shows whole lines.
export function showWholeLines(block) {
	const files = [...block.querySelectorAll('.source > pre')];
	for (const code of files)
		code.style.maxHeight = '';
	const rooms = files.map((code) => (code.scrollHeight > code.clientHeight ? Math.max(1, Math.floor(code.clientHeight / LINE)) : 0));
	files.forEach((code, index) => {
		if (rooms[index])
			code.style.maxHeight = `${rooms[index] * LINE + EDGES}px`;
	});
}

// Scrolls the code of a long file by whole lines, and nothing else. Its lines have their places in the code.
function keepInView(code, line) {
	const top = line.offsetTop, room = code.clientHeight;
	if (top < code.scrollTop || top + line.offsetHeight > code.scrollTop + room)
		code.scrollTop = Math.round((top - (room - line.offsetHeight) / 2) / LINE) * LINE;
}
