//! View structs: the values that templates see. `templates/README.md` describes them field by field; a field that is
//! renamed or removed here breaks the themes of others.

mod article;
mod citation;
mod list;
mod quotation;
mod share;
mod shared;
mod site;
mod sourcing;
mod speaker;
mod sureness;
mod timeline;
mod voice;

pub(super) use article::{ArticleCard, ArticlePage, language, language_unless};
pub(super) use list::{ListLink, SectionView, TaxonomyView};
pub(super) use quotation::QuotationView;
pub(super) use shared::Shared;
pub(super) use site::{CountsView, FeedLink, PageView, SiteView};
pub(super) use speaker::{
    LetterGroup, LetterLink, SpeakerCard, SpeakerListLink, SpeakerPage, UnnamedGroup, by_letter, letters, schema_type,
    speaker_list_links,
};
pub(super) use timeline::days_of;
pub(super) use voice::{QuotationLink, VoiceView};
