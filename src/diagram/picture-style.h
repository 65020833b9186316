#ifndef DIAGRAM_PICTURE_STYLE_H
#define DIAGRAM_PICTURE_STYLE_H

/* templates/picture.css without its comments, put into the program by embed-style.py. */

#include <stddef.h>

extern const unsigned char picture_style[];
extern const size_t picture_style_size;

#endif
