// The layout of a drawn header, in pixels of the stage of 1280 x 720. header-map.js draws opened packets with it.
// src/diagram/header/header-map.c draws the same picture for readers without scripts, from a table that
// src/diagram/embed-layout.py makes of this file. So each value must be JSON.

export const BIT_WIDTH = 22;
export const BIT_WIDTH_UPRIGHT = 14;
export const BIT_WIDTH_WIDE = 34;
export const MARGIN = 36;
export const SCALE_HEIGHT = 26;
export const SCALE_BITS = [0, 4, 8, 12, 16, 20, 24, 28, 31];

// The available height: on a slide, in a column of a slide, above its bytes, and in a packet opened over it.
export const MAP_HEIGHT = 480;
export const MAP_HEIGHT_COLUMN = 250;
export const MAP_HEIGHT_OPENED = 540;

// A header of so few rows goes over the width of the slide, with its bytes below it. They take at least so much of the height.
export const WIDE_ROWS = 2;
export const WIDE_BELOW = 228;

// Rows are as high as possible. Where not all would be "airy", those inside a long field are drawn as one. In a row of at least the "tall" height, name and value are on two lines. In a row of
// at least the "airy" height, they are further from the edges. Where rows have at least the "large" height, they are up
// to that of the last line high, and words for which a field has room are larger; in "huge" rows they are largest.
export const ROW_HEIGHT_MIN = 34;
export const ROW_HEIGHT_MAX = 58;
export const TALL_ROW = 44;
export const AIRY_ROW = 54;
export const LARGE_ROW = 80;
export const HUGE_ROW = 108;
export const LARGE_ROW_MAX = 120;

export const NAME_SIZE = 18;
export const VALUE_SIZE = 20;
export const LETTER_SIZE = 20;
export const NAME_SIZE_LARGE = 22;
export const VALUE_SIZE_LARGE = 27;
export const NAME_SIZE_HUGE = 26;
export const VALUE_SIZE_HUGE = 32;
export const INSET = 10;

// What a name without room must keep to be shown before its number: about four letters.
export const NAME_LEFT_MIN = 56;

// The distance from a name to the value behind it on the same line.
export const NAME_SPACE = 18;

// The distances of the two baselines from the edges of the row.
export const NAME_TOP = 17;
export const NAME_TOP_AIRY = 21;
export const VALUE_BOTTOM = 6;
export const VALUE_BOTTOM_AIRY = 10;
export const NAME_TOP_LARGE = 33;
export const VALUE_BOTTOM_LARGE = 21;
export const NAME_TOP_HUGE = 39;
export const VALUE_BOTTOM_HUGE = 31;

// In a huge row, a value without room on one line has two, whose baselines are this far above and below that of one.
export const VALUE_LINE_ABOVE = 11;
export const VALUE_LINE_BELOW = 13;

// In bytes; larger headers are listed.
export const HEADER_SIZE_MAX = 160;

// Names that are too long for their boxes.
export const SHORT_LABELS = {
	"ip.version": "Ver",
	"ip.hdr_len": "IHL",
	"ip.dsfield": "DSCP · ECN",
	"ip.ttl": "TTL",
	"ipv6.version": "Ver",
	"ipv6.tclass": "Class",
	"tcp.hdr_len": "Offset",
	"tcp.flags.res": "Rsrvd",
	"tcp.seq_raw": "Sequence Number",
	"tcp.ack_raw": "Acknowledgment Number",
	"tcp.options.nop": "NOP",
	"tcp.options.eol": "End",
	"tcp.options.mss": "Maximum Segment Size",
	"tcp.options.wscale": "Window Scale",
	"tcp.options.sack_perm": "SACK",
	"tcp.options.sack": "SACK",
	"tcp.options.timestamp": "Timestamps"
};

export const FLAG_LETTERS = {
	"tcp.flags.ae": "A",
	"tcp.flags.cwr": "C",
	"tcp.flags.ece": "E",
	"tcp.flags.urg": "U",
	"tcp.flags.ack": "A",
	"tcp.flags.push": "P",
	"tcp.flags.reset": "R",
	"tcp.flags.syn": "S",
	"tcp.flags.fin": "F",
	"ip.flags.df": "D",
	"ip.flags.mf": "M"
};
