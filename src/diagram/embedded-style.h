#ifndef DIAGRAM_EMBEDDED_STYLE_H
#define DIAGRAM_EMBEDDED_STYLE_H

/* templates/picture.css, graph.css and ladder.css without comments, embedded by embed-style.py. */

#include <stddef.h>

extern const unsigned char picture_style[];
extern const size_t picture_style_size;
extern const unsigned char graph_style[];
extern const size_t graph_style_size;
extern const unsigned char ladder_style[];
extern const size_t ladder_style_size;

#endif
