//! Words side by side, in the vectors of simd128 where there are any.

#[cfg(target_feature = "simd128")]
mod simd128;
#[cfg(target_feature = "simd128")]
pub use simd128::{U32x4, U64x2};

#[cfg(not(target_feature = "simd128"))]
mod arrays;
#[cfg(not(target_feature = "simd128"))]
pub use arrays::{U32x4, U64x2};
