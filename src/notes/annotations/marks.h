#ifndef NOTES_MARKS_H
#define NOTES_MARKS_H

/* `marks:`, `label:`, `why:` and `highlight:`, read into struct packets_annotations. */

#include "notes/annotations/annotation-reader.h"

bool packets_marks_read(const struct annotation_reader *reader, const struct yaml_entry *entry);
bool packets_label_read(const struct annotation_reader *reader, const struct yaml_entry *entry);
bool packets_why_read(const struct annotation_reader *reader, const struct yaml_entry *entry);
bool packets_highlight_read(const struct annotation_reader *reader, const struct yaml_entry *entry);

#endif
