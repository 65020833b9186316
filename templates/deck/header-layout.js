// How a header is laid out: the one place that says so. header-map.js draws the packets that are opened,
// src/diagram/header/header-map.c the same picture for who has no scripts, from a table that src/diagram/embed-layout.py
// makes of this file, and so a value here is JSON. Pixels of a stage of 1280 times 720.

export const BIT_WIDTH = 22;
export const BIT_WIDTH_UPRIGHT = 14;
export const MARGIN = 36;
export const SCALE_HEIGHT = 26;
export const SCALE_BITS = [0, 4, 8, 12, 16, 20, 24, 28, 31];

// The height that is there: on a slide, and where a packet is opened over it.
export const MAP_HEIGHT = 512;
export const MAP_HEIGHT_OPENED = 540;

// Rows are as high as they may be. From the height of a tall one, name and value stand on two lines, from that of an
// airy one further from the edges.
export const ROW_HEIGHT_MIN = 34;
export const ROW_HEIGHT_MAX = 58;
export const TALL_ROW = 44;
export const AIRY_ROW = 54;

export const NAME_SIZE = 18;
export const VALUE_SIZE = 20;
export const INSET = 10;

// From a name to the value behind it on the same line.
export const NAME_SPACE = 18;

// The baselines of two lines, from the edges of the row.
export const NAME_TOP = 18;
export const NAME_TOP_AIRY = 21;
export const VALUE_BOTTOM = 7;
export const VALUE_BOTTOM_AIRY = 10;

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
	"ip.flags.mf": "M",
	"dns.flags.response": "Q",
	"dns.flags.opcode": "O",
	"dns.flags.authoritative": "A",
	"dns.flags.truncated": "T",
	"dns.flags.recdesired": "D",
	"dns.flags.recavail": "R",
	"dns.flags.z": "Z",
	"dns.flags.authenticated": "S",
	"dns.flags.checkdisable": "C",
	"dns.flags.rcode": "E"
};
