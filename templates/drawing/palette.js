// The colors of templates/deck/base/colors.css, in light and in dark; tests/templates/drawing.test.mjs compares them.
export const PALETTE = {
	paper: ['#fbfaf7', '#11151b'],
	raised: ['#f1efe9', '#1b212a'],
	ink: ['#1c2330', '#eef1f5'],
	quiet: ['#586173', '#a5afbd'],
	line: ['#d5d2c8', '#343d4a'],
	accent: ['#0b6e6e', '#55cabe'],
	'accent-soft': ['#e0f0ee', '#15302f'],
	alarm: ['#a40000', '#ff8f86'],
	'alarm-soft': ['#fbe9e7', '#3a1a1a'],
};
