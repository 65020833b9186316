#ifndef NOTES_PACKETS_VIEWS_H
#define NOTES_PACKETS_VIEWS_H

#include <stdbool.h>

/*
 * The views of packets, a row each: the name in the program, and the name in `show:`. The table is
 * here and not beside the pictures, since notes/ reads `show:` and knows no pictures. Each view
 * also needs a picture_view_NAME of diagram/views.h; without it the deck does not compile.
 */
#define PACKETS_VIEWS(VIEW)                                                                        \
	VIEW(SEQUENCE, sequence)                                                                   \
	VIEW(PACKET, packet)                                                                       \
	VIEW(LIST, list)                                                                           \
	VIEW(STACK, stack)                                                                         \
	VIEW(SEGMENTS, segments)                                                                   \
	VIEW(STREAM, stream)                                                                       \
	VIEW(CONNECTIONS, connections)                                                             \
	VIEW(GRAPH, graph)                                                                         \
	VIEW(CALLS, calls)                                                                         \
	VIEW(BUFFERS, buffers)                                                                     \
	VIEW(DESCRIPTORS, descriptors)

#define PACKETS_VIEW_ENUMERATOR(UPPER, LOWER) PACKETS_##UPPER,
enum packets_view { PACKETS_VIEWS(PACKETS_VIEW_ENUMERATOR) PACKETS_VIEW_COUNT };
#undef PACKETS_VIEW_ENUMERATOR

/* `colors:` what the colors of packets in a picture mean. */
enum packets_colors {
	PACKETS_COLORS_KIND, /* what a packet does in its conversation */
	PACKETS_COLORS_WIRESHARK, /* which of Wireshark's color rules it has */
};

/* The name of a view in `show:`, "sequence". */
const char *packets_view_name(enum packets_view view);

/* Whether remarks have their places on the axes of the view, and are its steps. */
bool packets_view_has_places(enum packets_view view);

/* Finds the view by name. Returns false when there is none; the error lists all names. */
struct error;
bool packets_view_find(const char *name, enum packets_view *ret_view, struct error *error);

/* Finds the colors by name. Returns false when there are none; the error says the nearest name. */
bool packets_colors_find(const char *name, enum packets_colors *ret_colors, struct error *error);

#endif
