/*
 * libqrencode computes the modules. The level of error correction is M: a screen is clean, and a
 * coarser code is read from further back.
 */
#include "serve/room/qr-code.h"

#include <errno.h>
#include <qrencode.h>

#include "base/message.h"

enum { MARGIN = 2 }; /* modules, on a terminal; the standard asks for four, which need more lines */

static QRcode *encode(const char *words, struct error *error)
{
	QRcode *code = QRcode_encodeString8bit(words, 0, QR_ECLEVEL_M);
	if (!code)
		error_set(
			error, "cannot make a QR code of '%s': %s", words, message_of_errno(errno));
	return code;
}

/* Whether a module is dark; those of the margin are light. */
static bool is_dark(const QRcode *code, int x, int y)
{
	bool is_inside = x >= 0 && y >= 0 && x < code->width && y < code->width;
	return is_inside && (code->data[y * code->width + x] & 1);
}

bool qr_code_append_lines(struct text *out, const char *words, bool has_color, struct error *error)
{
	/* by what is filled: nothing, the upper half, the lower half, both */
	static const char *const blocks[] = { " ", "\xe2\x96\x80", "\xe2\x96\x84", "\xe2\x96\x88" };
	QRcode *code = encode(words, error);
	if (!code)
		return false;
	for (int y = -MARGIN; y < code->width + MARGIN; y += 2) {
		text_append(out, has_color ? "\x1b[30;107m" : "");
		for (int x = -MARGIN; x < code->width + MARGIN; x++) {
			unsigned upper = is_dark(code, x, y) == has_color;
			unsigned lower = is_dark(code, x, y + 1) == has_color;
			text_append(out, blocks[upper | lower << 1]);
		}
		text_append(out, has_color ? "\x1b[0m\n" : "\n");
	}
	QRcode_free(code);
	return true;
}

bool qr_code_append_path(
	struct text *out, const char *words, unsigned *ret_width, struct error *error)
{
	QRcode *code = encode(words, error);
	if (!code)
		return false;
	for (int y = 0; y < code->width; y++) {
		for (int x = 0, end; x < code->width; x = end + 1) {
			for (end = x; is_dark(code, end, y); end++)
				continue;
			if (end > x)
				text_append_format(out, "M%d %dh%dv1h-%dz", x, y, end - x, end - x);
		}
	}
	*ret_width = (unsigned)code->width;
	QRcode_free(code);
	return true;
}

const char *qr_code_library_version(void)
{
	return QRcode_APIVersionString();
}
