// Draws formulas and diagrams while a deck is built. Runs in a browser in which KaTeX and Mermaid run,
// and stands in no deck: src/chromium/drawings.c calls pcapdeckDraw() and gets { markup } or { problem }.
import { drawMath } from './math.js';
import { drawMermaid } from './mermaid.js';

globalThis.pcapdeckDraw = async ({ form, source, lang }) => {
	try {
		return { markup: form === 'mermaid' ? await drawMermaid(source, lang) : drawMath(source, form === 'display') };
	} catch (error) {
		return { problem: String(error?.rawMessage ?? error?.message ?? error) };
	}
};
