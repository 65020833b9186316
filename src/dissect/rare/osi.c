/*
 * OSI's network layer: CLNP, ES-IS and IS-IS (ISO/IEC 10589), told apart by the first byte (ISO/IEC
 * TR 9577). They are named, not decoded.
 */
#include "dissect/link/link.h"

enum { NLPID_CLNP = 0x81, NLPID_ES_IS = 0x82, NLPID_IS_IS = 0x83, KIND_OFFSET = 4 };

static const char *name_of_is_is(uint8_t kind)
{
	switch (kind & 0x1f) {
	case 15:
	case 16:
	case 17:
		return "ISIS HELLO";
	case 18:
	case 20:
		return "ISIS LSP";
	case 24:
	case 25:
		return "ISIS CSNP";
	case 26:
	case 27:
		return "ISIS PSNP";
	default:
		return "ISIS";
	}
}

void osi_dissect(struct frame *frame, struct input *in)
{
	struct cursor ahead = in->cursor;
	uint8_t identifier = cursor_u8(&ahead);
	/* Cisco's framing of serial lines has a byte before it. */
	if (identifier == 0x03)
		identifier = cursor_u8(&ahead);
	cursor_skip(&ahead, KIND_OFFSET - 1);
	uint8_t kind = cursor_u8(&ahead);
	const char *name = NULL;
	if (identifier == NLPID_CLNP)
		name = "CLNP";
	else if (identifier == NLPID_ES_IS)
		name = "ESIS";
	else if (identifier == NLPID_IS_IS)
		name = name_of_is_is(kind);
	if (name)
		frame_name_protocol(frame, name);
	unknown_dissect(frame, in, "OSI's network protocols are not decoded");
}
