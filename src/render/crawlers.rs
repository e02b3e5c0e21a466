//! What crawlers read before pages: `sitemap.xml` and `robots.txt`.
//!
//! A sitemap has to name absolute addresses, so there is one only with a base URL. It leaves out articles that were first
//! published elsewhere: their pages name the original as the one that search engines should know.

use std::collections::HashMap;
use std::sync::Arc;

use super::OutputFile;
use super::date::iso;
use super::links::absolute;
use super::press::Press;
use super::xml::Xml;
use crate::article::Article;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// As many addresses as a sitemap may hold; more stand in several, and `sitemap.xml` lists those.
const ADDRESSES: usize = 50_000;

/// Page that is no address of its own.
const NOT_FOUND: &str = "404.html";

struct Address {
    url: String,
    /// Day or moment of the last change, of articles that tell it.
    changed: Option<String>,
}

/// The files for crawlers of a site with pages at these paths.
pub(super) fn files(press: &Press<'_>, pages: &[String]) -> Vec<OutputFile> {
    let everything = "User-agent: *\nAllow: /\n";
    let robots = |text: String| OutputFile { path: "robots.txt".to_owned(), bytes: text.into_bytes() };
    let Some(base_url) = press.settings.base_url.as_deref() else { return vec![robots(everything.to_owned())] };
    let mut files = sitemaps(base_url, &addresses(press, base_url, pages), ADDRESSES);
    files.push(robots(format!("{everything}\nSitemap: {}\n", absolute(base_url, "sitemap.xml"))));
    files
}

fn addresses(press: &Press<'_>, base_url: &str, pages: &[String]) -> Vec<Address> {
    let articles: HashMap<&str, &Arc<Article>> =
        press.site.articles.iter().map(|article| (article.url_path.as_str(), article)).collect();
    let paths = pages.iter().filter(|page| *page != NOT_FOUND).filter_map(|page| page.strip_suffix("index.html"));
    paths
        .map(|path| (path, articles.get(path).map(|article| &article.metadata)))
        .filter(|(_, metadata)| !metadata.is_some_and(|m| m.source_url.is_some()))
        .map(|(path, metadata)| Address {
            url: absolute(base_url, path),
            changed: metadata.and_then(|metadata| metadata.updated.as_ref().or(metadata.date.as_ref())).map(iso),
        })
        .collect()
}

/// One sitemap, or a list of several with at most `limit` addresses each.
fn sitemaps(base_url: &str, addresses: &[Address], limit: usize) -> Vec<OutputFile> {
    if addresses.len() <= limit {
        return vec![OutputFile { path: "sitemap.xml".to_owned(), bytes: sitemap(addresses) }];
    }
    let parts = addresses.chunks(limit).enumerate();
    let mut files: Vec<OutputFile> =
        parts.map(|(n, part)| OutputFile { path: format!("sitemap-{}.xml", n + 1), bytes: sitemap(part) }).collect();
    let mut xml = Xml::new();
    xml.element("sitemapindex", &[("xmlns", NAMESPACE)], |xml| {
        for file in &files {
            xml.element("sitemap", &[], |xml| xml.text("loc", &[], &absolute(base_url, &file.path)));
        }
    });
    files.push(OutputFile { path: "sitemap.xml".to_owned(), bytes: xml.into_bytes() });
    files
}

fn sitemap(addresses: &[Address]) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.element("urlset", &[("xmlns", NAMESPACE)], |xml| {
        for address in addresses {
            xml.element("url", &[], |xml| {
                xml.text("loc", &[], &address.url);
                xml.optional("lastmod", &[], address.changed.as_deref());
            });
        }
    });
    xml.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_addresses_stand_in_several_sitemaps() {
        let address = |n: usize| Address { url: format!("https://example.org/{n}/?a&b"), changed: None };
        let addresses: Vec<Address> = (0..5).map(address).collect();
        let files = sitemaps("https://example.org/", &addresses, 2);
        let texts: HashMap<&str, &str> =
            files.iter().map(|file| (file.path.as_str(), std::str::from_utf8(&file.bytes).unwrap())).collect();
        assert_eq!(texts.len(), 4);
        assert_eq!(texts["sitemap-1.xml"].matches("<url>").count(), 2);
        assert!(texts["sitemap-3.xml"].contains("<loc>https://example.org/4/?a&amp;b</loc>"));
        assert_eq!(texts["sitemap.xml"].matches("<loc>https://example.org/sitemap-").count(), 3);
        assert_eq!(sitemaps("https://example.org/", &addresses, 5).len(), 1);
    }
}
