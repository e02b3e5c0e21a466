//! View structs: the values that templates see. `templates/README.md` describes them field by field; a field that is
//! renamed or removed here breaks the themes of others.

mod article;
mod quotation;
mod site;
mod speaker;
mod voice;

pub(super) use article::{ArticleCard, ArticlePage, language};
pub(super) use quotation::QuotationView;
pub(super) use site::{PageContext, PageView};
pub(super) use speaker::{LetterGroup, SpeakerCard, SpeakerPage, UnnamedGroup, by_letter, schema_type};
pub(super) use voice::{VoiceView, quotation_kind};
