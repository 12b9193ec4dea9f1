//! Positions in lists as types of their own, so that the place of an agency can't be taken for that of a form.

/// Makes a type for the positions of each kind of list.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The id of a position in its list. No list has more than fit.
            pub fn at(position: usize) -> Self {
                $name(u32::try_from(position).expect("a list is shorter than that"))
            }

            /// The position in its list.
            pub fn idx(self) -> usize {
                self.0 as usize
            }

            /// The position as sheets count rows.
            pub fn number(self) -> u32 {
                self.0
            }

            /// The ids of a list of a length, in order.
            pub fn all(length: usize) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator + Clone + use<> {
                (0..length).map(Self::at)
            }
        }
    )*};
}

pub(crate) use ids;
