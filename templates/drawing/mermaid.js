// A diagram of Mermaid's as plain shapes and words, in the deck's colors. It is drawn twice, in the light
// palette and in the dark one: where these differ, the shape has the deck's own property, or both colors.
import { resetRandom } from './fixed-random.js';
import { flatten } from './flatten.js';
import { PALETTE } from './palette.js';
import { write } from './write.js';

const FONT = '"Pretendard Variable", Pretendard, "Apple SD Gothic Neo", "Noto Sans CJK KR", "Noto Sans KR", "Malgun Gothic", system-ui, sans-serif';
const SIZE = 20;

// px between ranks: as long as an arrow needs, so that letters are as large as a column allows. The title of a frame around
// some stands between ranks, too.
const FRAME = /^\s*(subgraph\b|state\b.*\{)/m;
const ranksOf = (source) => (FRAME.test(source) ? [50, 50] : [32, 24]);

function variables(mode) {
	const color = (name) => PALETTE[name][mode];
	const [paper, raised, ink, quiet, line, accent, soft] = ['paper', 'raised', 'ink', 'quiet', 'line', 'accent', 'accent-soft'].map(color);
	return {
		darkMode: mode === 1,
		fontFamily: FONT,
		fontSize: `${SIZE}px`,
		background: paper,
		primaryColor: raised, primaryTextColor: ink, primaryBorderColor: quiet,
		secondaryColor: soft, secondaryTextColor: ink, secondaryBorderColor: accent,
		tertiaryColor: paper, tertiaryTextColor: ink, tertiaryBorderColor: line,
		lineColor: quiet, textColor: ink, titleColor: ink, nodeTextColor: ink, mainBkg: raised, nodeBorder: quiet,
		clusterBkg: paper, clusterBorder: quiet, defaultLinkColor: quiet, edgeLabelBackground: paper,
		actorBkg: raised, actorBorder: quiet, actorTextColor: ink, actorLineColor: quiet,
		signalColor: ink, signalTextColor: ink, labelBoxBkgColor: raised, labelBoxBorderColor: quiet,
		labelTextColor: ink, loopTextColor: ink, activationBkgColor: soft, activationBorderColor: accent,
		noteBkgColor: soft, noteBorderColor: accent, noteTextColor: ink, sequenceNumberColor: paper,
		errorBkgColor: color('alarm-soft'), errorTextColor: color('alarm'),
		labelColor: ink, altBackground: paper, compositeBackground: paper, compositeTitleBackground: raised,
		specialStateColor: ink, innerEndBackground: quiet, transitionColor: quiet, transitionLabelColor: ink,
		stateLabelColor: ink, stateBkg: raised, classText: ink,
		pieStrokeColor: paper, pieOuterStrokeColor: quiet, pieOpacity: '1', pieTitleTextColor: ink, pieSectionTextColor: ink,
		pieLegendTextColor: ink, pieTitleTextSize: `${SIZE + 4}px`, pieSectionTextSize: `${SIZE}px`, pieLegendTextSize: `${SIZE}px`,
		...Object.fromEntries(['accent', 'line', 'quiet', 'accent-soft', 'alarm', 'alarm-soft', 'ink', 'raised', 'accent', 'line', 'quiet', 'accent-soft']
			.flatMap((name, i) => [[`pie${i + 1}`, color(name)], [`cScale${i}`, color(name)], [`git${i}`, color(name)]])),
		...Object.fromEntries(Array.from({ length: 8 }, (_, i) => [[`fillType${i}`, color(i % 2 ? 'accent-soft' : 'raised')]]).flat()),
		commitLabelColor: ink, commitLabelBackground: paper, commitLabelFontSize: '16px', tagLabelFontSize: '16px',
		packet: { startByteColor: quiet, endByteColor: quiet, labelColor: ink, titleColor: ink, blockStrokeColor: quiet, blockFillColor: raised,
			byteFontSize: '16px', labelFontSize: `${SIZE}px`, titleFontSize: `${SIZE}px` },
		attributeBackgroundColorOdd: paper, attributeBackgroundColorEven: raised,
	};
}

// What is fixed here, and no directive in a source changes.
const SECURE = ['secure', 'securityLevel', 'startOnLoad', 'maxTextSize', 'maxEdges', 'suppressErrorRendering', 'theme',
	'themeVariables', 'themeCSS', 'darkMode', 'look', 'htmlLabels', 'fontFamily', 'altFontFamily', 'fontSize',
	'dompurifyConfig', 'deterministicIds', 'deterministicIDSeed', 'legacyMathML', 'forceLegacyMathML'];

function settings(mode, source) {
	const [flowchartRanks, stateRanks] = ranksOf(source);
	return {
		startOnLoad: false,
		securityLevel: 'strict',
		secure: SECURE,
		suppressErrorRendering: true,
		deterministicIds: true,
		maxTextSize: 50000,
		maxEdges: 500,
		theme: 'base',
		themeVariables: variables(mode),
		fontFamily: FONT,
		fontSize: SIZE,
		htmlLabels: false,
		flowchart: { htmlLabels: false, useMaxWidth: false, rankSpacing: flowchartRanks },
		class: { htmlLabels: false, useMaxWidth: false },
		state: { useMaxWidth: false, rankSpacing: stateRanks },
		er: { useMaxWidth: false, fontSize: SIZE },
		sequence: { useMaxWidth: false, actorFontSize: SIZE, messageFontSize: SIZE, noteFontSize: SIZE - 2,
			labelBoxWidth: 76, labelBoxHeight: 30, boxMargin: 14, messageMargin: 42, height: 60, width: 120, actorMargin: 40,
			diagramMarginX: 8, diagramMarginY: 8 },
		gantt: { useMaxWidth: false, useWidth: 1100, fontSize: SIZE - 2, sectionFontSize: SIZE - 2, barHeight: 30, barGap: 6 },
		packet: { useMaxWidth: false, rowHeight: 46, bitWidth: 34, paddingY: 20 },
		pie: { useMaxWidth: false },
		timeline: { useMaxWidth: false },
		journey: { useMaxWidth: false },
		gitGraph: { useMaxWidth: false },
		quadrantChart: { useMaxWidth: false },
		xyChart: { useMaxWidth: false },
		block: { useMaxWidth: false },
	};
}

// Mermaid leaves out what looks like a tag, and ">" in the labels of a flowchart, though an author means text: `List<String>`,
// `a > b`. While Mermaid has them, they are other letters of that width. A line break is a tag; `<<choice>>` is none.
const LABEL = /"[^"\n]*"|\[[^[\]\n]*\]|\([^()\n]*\)|\|[^|\n]*\|/g;
const TAG = /(?<!<)<(?!br\s*\/?>)[a-z/!][^<>\n]*>?/gi;
const STAND_IN = { '<': '\u02c2', '>': '\u02c3' };

const keep = (text) => text.replace(/<br\s*\/?>|[<>]/gi, (found) => STAND_IN[found] ?? found);
const keepTags = (source) => source.replace(LABEL, keep).replace(TAG, keep);

// A note over several participants is as wide as they are, whatever it says: Mermaid has to be told to wrap its words.
const NOTE_OVER = /^(\s*note\s+over\s+[^:\n]+,[^:\n]+:)(?!\s*(?:no)?wrap:)/gim;
const wrapNotes = (source) => (/^\s*sequenceDiagram\b/m.test(source) ? source.replace(NOTE_OVER, '$1wrap:') : source);

function restoreTags(root) {
	const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
	for (let node = nodes.nextNode(); node; node = nodes.nextNode())
		node.data = node.data.replaceAll(STAND_IN['<'], '<').replaceAll(STAND_IN['>'], '>');
}

async function drawIn(mode, source) {
	const mermaid = globalThis.mermaid;
	resetRandom();
	mermaid.initialize(settings(mode, source));
	const { svg } = await mermaid.render('drawing', keepTags(wrapNotes(source)));
	const holder = document.createElement('div');
	holder.innerHTML = svg;
	document.body.replaceChildren(holder);
	const root = holder.querySelector('svg');
	restoreTags(root);
	root.style.maxWidth = 'none';
	await document.fonts.ready;
	return flatten(root);
}

export async function drawMermaid(source, lang) {
	const light = await drawIn(0, source);
	const dark = await drawIn(1, source);
	return write(light, dark, PALETTE, lang);
}
