#ifndef NOTES_COLUMNS_H
#define NOTES_COLUMNS_H

/* `columns:` of a list, read into struct packets_annotations. */

#include "notes/annotations/annotation-reader.h"

bool packets_columns_read(const struct annotation_reader *reader, const struct yaml_entry *entry);

#endif
