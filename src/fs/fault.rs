//! Faults on order, for tests: the k-th step that changes the disk below a folder fails, as it does where the disk is full.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

static ORDERS: Mutex<Vec<Order>> = Mutex::new(Vec::new());

struct Order {
    folder: PathBuf,
    /// How many steps there were so far.
    steps: usize,
    fails: usize,
    /// Whether all later steps fail, too.
    lasting: bool,
}

/// Orders a fault at step `fails`, counted from 0, below `folder`.
pub(crate) fn order(folder: &Path, fails: usize, lasting: bool) {
    orders().push(Order { folder: folder.to_owned(), steps: 0, fails, lasting });
}

/// Takes the order for `folder` back; tells whether it came to a fault.
pub(crate) fn cancel(folder: &Path) -> bool {
    let mut orders = orders();
    let place = orders.iter().position(|order| order.folder == folder);
    place.is_some_and(|place| {
        let order = orders.swap_remove(place);
        order.steps > order.fails
    })
}

/// A step at `path`: fails where that was ordered.
pub(super) fn step(path: &Path) -> io::Result<()> {
    let mut orders = orders();
    let Some(order) = orders.iter_mut().find(|order| path.starts_with(&order.folder)) else { return Ok(()) };
    order.steps += 1;
    let now = order.steps - 1;
    if now == order.fails || (order.lasting && now > order.fails) {
        Err(io::ErrorKind::StorageFull.into())
    } else {
        Ok(())
    }
}

fn orders() -> MutexGuard<'static, Vec<Order>> {
    ORDERS.lock().unwrap_or_else(PoisonError::into_inner)
}
