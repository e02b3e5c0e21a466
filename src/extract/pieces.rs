//! Very long texts are read a piece at a time: what the stages hold of a text takes some twenty times its room, and no
//! article is that long. Pieces end between blocks. Whoever has the same name in two of them is the same.

use std::collections::HashMap;

use super::{Attribution, Block, Document, Entity, EntityId, EntityKind, Extraction, Mention};
use crate::text::Span;

/// Longest piece in bytes: the length of a short novel.
const LONGEST: usize = 256 * 1024;

/// What `extract` finds in the pieces of the document. The language is that of the first one.
pub(super) fn by_pieces(document: &Document<'_>, extract: impl Fn(&Document<'_>) -> Extraction) -> Extraction {
    if document.text.len() <= LONGEST || document.blocks.is_empty() {
        return extract(document);
    }
    let mut joined = Joined::default();
    for piece in (Pieces { text: document.text, blocks: document.blocks, from: 0 }) {
        let start = piece.first().map_or(0, |block| block.span.start());
        let end = piece.last().map_or(0, |block| block.span.end());
        let moved = |span: Span| Span::new(span.start() - start, span.end() - start);
        let blocks: Vec<Block> = piece.iter().map(|block| Block { span: moved(block.span), ..*block }).collect();
        joined.add(extract(&Document { text: Span::new(start, end).of(document.text), blocks: &blocks }), start);
    }
    joined.extraction
}

/// The blocks of each piece of a document.
struct Pieces<'a> {
    text: &'a str,
    /// The blocks that are not wholly read.
    blocks: &'a [Block],
    /// How far the first of them is read.
    from: usize,
}

impl Iterator for Pieces<'_> {
    type Item = Vec<Block>;

    fn next(&mut self) -> Option<Vec<Block>> {
        let first = *self.blocks.first()?;
        let start = first.span.start().max(self.from);
        let limit = start + LONGEST;
        let whole = self.blocks.partition_point(|block| block.span.end() <= limit);
        let end = if whole > 0 { first.span.end() } else { self.cut(start, limit) };
        let mut piece = self.blocks[..whole.max(1)].to_vec();
        piece[0].span = Span::new(start, end);
        (self.blocks, self.from) = (&self.blocks[whole..], end);
        Some(piece)
    }
}

impl Pieces<'_> {
    /// Where a block that goes on at `start` is cut, at `limit` or before: behind a sentence, or else behind a word, or else
    /// anywhere.
    fn cut(&self, start: usize, limit: usize) -> usize {
        let limit = self.text.floor_char_boundary(limit);
        let piece = Span::new(start, limit).of(self.text);
        let end = piece.rfind(". ").map(|stop| stop + 1).or_else(|| piece.rfind(char::is_whitespace));
        end.filter(|&end| end > 0).map_or(limit, |end| start + end)
    }
}

/// The extractions of several pieces as one.
#[derive(Debug, Default)]
struct Joined {
    extraction: Extraction,
    named: HashMap<(EntityKind, String), EntityId>,
}

impl Joined {
    /// Adds what was found in the piece that begins at `start`.
    fn add(&mut self, piece: Extraction, start: usize) {
        let moved = |span: Span| Span::new(span.start() + start, span.end() + start);
        let ids = self.add_entities(piece.entities);
        let id = |entity: Option<EntityId>| entity.and_then(|id| ids.get(id.index()).copied());
        let whole = &mut self.extraction;
        if whole.language.is_empty() {
            whole.language = piece.language;
        }
        let mentions = piece.mentions.into_iter();
        whole.mentions.extend(mentions.map(|m| Mention { span: moved(m.span), entity: id(m.entity), ..m }));
        whole.attributions.extend(piece.attributions.into_iter().map(|a| Attribution {
            content: a.content.into_iter().map(moved).collect(),
            cue: a.cue.map(moved),
            source: a.source.map(moved),
            entity: id(a.entity),
            ..a
        }));
    }

    /// Adds the entities of one piece; the id of each in the whole.
    fn add_entities(&mut self, entities: Vec<Entity>) -> Vec<EntityId> {
        let mut new = Vec::new();
        let add = |entity: Entity| {
            let key = (entity.kind, entity.name.clone());
            if let Some(&id) = self.named.get(&key).filter(|_| entity.named) {
                self.extraction.entities[id.index()].join(entity);
                return id;
            }
            let id = EntityId(self.extraction.entities.len() as u32);
            if entity.named {
                new.push((key, id));
            }
            self.extraction.entities.push(entity);
            id
        };
        let ids = entities.into_iter().map(add).collect();
        self.named.extend(new);
        ids
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{BlockKind, extract};

    /// Paragraphs, each with a line break behind it.
    fn document(paragraphs: &[&str]) -> (String, Vec<Block>) {
        let (mut text, mut blocks) = (String::new(), Vec::new());
        for paragraph in paragraphs {
            let span = Span::new(text.len(), text.len() + paragraph.len());
            blocks.push(Block { span, kind: BlockKind::Paragraph });
            text.push_str(paragraph);
            text.push('\n');
        }
        (text, blocks)
    }

    #[test]
    fn the_same_is_found_in_a_text_of_several_pieces() {
        const TIMES: usize = LONGEST / 30_000;
        let quoted = "“The bridge – all of it – will stay shut until spring,” said Maren Holt, the harbour master.";
        let quiet = "Boats went by under grey skies, slowly, one by one, and the harbour lay quiet. ".repeat(1000);
        let (text, blocks) = document(&[quoted, &quiet].repeat(TIMES));
        assert!(text.len() > 2 * LONGEST);
        let found = extract(&Document { text: &text, blocks: &blocks });
        assert_eq!(found.attributions.len(), TIMES);
        let holt = found.attributions[0].entity;
        assert_eq!(holt.and_then(|id| found.entity(id)).map(|e| e.name.as_str()), Some("Maren Holt"));
        for a in &found.attributions {
            assert_eq!(a.content[0].of(&text), "The bridge – all of it – will stay shut until spring,");
            assert_eq!((a.cue.map(|cue| cue.of(&text)), a.entity), (Some("said"), holt));
        }
        assert!(found.mentions.is_sorted_by_key(|mention| mention.span.start()));
        assert!(found.mentions.iter().any(|m| m.entity == holt && m.span.start() > 2 * LONGEST));
    }

    #[test]
    fn a_long_text_without_blocks_has_a_language() {
        assert_eq!(extract(&Document { text: &" ".repeat(LONGEST + 1), blocks: &[] }).language, "en");
    }

    /// The pieces of a text that is one block.
    fn pieces(text: &str) -> Vec<&str> {
        let blocks = [Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph }];
        let pieces = Pieces { text, blocks: &blocks, from: 0 };
        pieces.map(|piece| piece[0].span.of(text)).collect()
    }

    #[test]
    fn a_long_block_is_cut_where_it_hurts_least() {
        for (words, end) in [("It sailed, he said. ", "said."), ("sail ", "sail")] {
            let text = words.repeat(LONGEST / 2);
            let pieces = pieces(&text);
            assert!(pieces.len() > 1 && pieces[..pieces.len() - 1].iter().all(|piece| piece.ends_with(end)));
        }
        for text in ["é".repeat(LONGEST), " ".repeat(LONGEST + 1), format!(" {}", "é".repeat(LONGEST))] {
            let pieces = pieces(&text);
            assert!(pieces.len() > 1 && pieces.iter().all(|piece| (1..=LONGEST).contains(&piece.len())));
            assert_eq!(pieces.concat(), text);
        }
    }
}
